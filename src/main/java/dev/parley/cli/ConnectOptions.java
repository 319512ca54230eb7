package dev.parley.cli;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.Stack;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchException;
import dev.parley.sim.BenchLinks;
import dev.parley.socket.AccessMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a connection needs, from the command line. */
final class ConnectOptions {
    static final int QISEND_LIMIT = 1460;
    private static final int MOST_SECONDS = 86_400;

    @Option(
            names = "--link",
            paramLabel = "ADDR",
            required = true,
            description = "serial:/dev/ttyUSB2?baud=115200, tcp://host:port or sim: (the built-in modem)")
    private String link = "";

    @Option(names = "--endpoint", paramLabel = "HOST:PORT", description = "where the modem connects to")
    private @Nullable String endpoint;

    @Option(names = "--apn", paramLabel = "A", description = "access point name; default: the modem's own setting")
    private String apn = "";

    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    @Option(
            names = "--access-mode",
            paramLabel = "MODE",
            defaultValue = "buffer",
            description = "buffer, push or transparent (default: ${DEFAULT-VALUE})")
    private String accessMode = "buffer";

    @Option(
            names = "--chunk",
            paramLabel = "N",
            defaultValue = "1460",
            description = "bytes a QISEND carries at most (default: ${DEFAULT-VALUE})")
    private int chunk = QISEND_LIMIT;

    @Mixin
    private final MqttConnectOptions mqtt = new MqttConnectOptions();

    @Option(names = "--plain", description = "no TLS")
    private boolean plain;

    @Option(
            names = "--stack",
            paramLabel = "STACK",
            defaultValue = "host",
            description = "whose TLS and MQTT: host, modem-tls or modem-mqtt (default: ${DEFAULT-VALUE})")
    private String stack = "host";

    @Option(
            names = "--keep-modem-key",
            description =
                    "leave the private key in the modem that its own TLS needed; default: it is deleted afterwards")
    private boolean keepModemKey;

    @Option(names = "--key-log", description = "keep the session's TLS secrets in its file and in a key log")
    private boolean keyLog;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "180",
            description = "seconds the whole way up may take (default: ${DEFAULT-VALUE})")
    private int timeout = 180;

    @Option(
            names = "--read-timeout",
            paramLabel = "S",
            defaultValue = "30",
            description = "seconds the TLS client waits for the server's next byte (default: ${DEFAULT-VALUE})")
    private double readTimeout = 30;

    @Option(
            names = "--modem",
            paramLabel = "NAME",
            description = "BG95-M3, BG96, BG77, EC25 or \"generic 3GPP\"; default: what the modem says it is")
    private String modem = "";

    @Option(names = "--listen-only", description = "write nothing: open the link and record what crosses it")
    private boolean listenOnly;

    @Option(
            names = "--restore-settings",
            description = "put the modem's settings back as they were found when the session ends")
    private boolean restoreSettings;

    /**
     * The profile these options describe; {@code bench} fills in what the built-in bench knows where the link is the simulator.
     *
     * @throws BadInputException if an option cannot be used
     */
    ConnectionProfile profile(BenchLinks bench) {
        LinkAddress address = linkAddress();
        boolean simulated = address.scheme().equals("sim");
        String target = endpoint != null ? endpoint : simulated ? Bench.HOST + ":" + Bench.PORT : "";
        boolean nowhere = listenOnly && target.isEmpty();
        if (target.isEmpty() && !nowhere) {
            throw new BadInputException("--endpoint HOST:PORT is missing");
        }
        HostAndPort aim = nowhere ? new HostAndPort("", 0) : HostAndPort.ofEndpoint(target);
        Optional<BenchLinks.Files> builtIn = simulated && target.equals(Bench.HOST + ":" + Bench.PORT)
                ? Optional.of(files(bench))
                : Optional.empty();
        if (credentials.certificate().isPresent() != credentials.key().isPresent()) {
            throw new BadInputException("--cert and --key go together: give both or neither");
        }
        if (chunk < 1 || chunk > QISEND_LIMIT) {
            throw new BadInputException(
                    "--chunk " + chunk + " is not between 1 and " + QISEND_LIMIT + ", the most one AT+QISEND carries");
        }
        if (timeout < 1) {
            throw new BadInputException("--timeout " + timeout + " is not a second or more");
        }
        if (!(readTimeout >= 0.001 && readTimeout <= MOST_SECONDS)) {
            throw new BadInputException(
                    "--read-timeout " + readTimeout + " is not between 0.001 and " + MOST_SECONDS + " seconds");
        }
        Optional<ConnectionProfile.Tls> tls = plain
                ? Optional.empty()
                : Optional.of(new ConnectionProfile.Tls(
                        credentials.ca().or(() -> builtIn.map(BenchLinks.Files::ca)),
                        credentials.certificate().or(() -> builtIn.map(BenchLinks.Files::certificate)),
                        credentials.key().or(() -> builtIn.map(BenchLinks.Files::key)),
                        credentials.sni(),
                        credentials.alpn(),
                        keyLog,
                        Duration.ofMillis((long) (readTimeout * 1000))));
        Optional<String> known = ConnectionProfile.modems().stream()
                .filter(name -> name.equalsIgnoreCase(modem))
                .findFirst();
        if (!modem.isEmpty() && known.isEmpty()) {
            throw new BadInputException("--modem '" + modem + "' is not known; Parley knows "
                    + String.join(", ", ConnectionProfile.modems()));
        }
        ConnectionProfile profile = new ConnectionProfile(
                "command line",
                address,
                apn,
                aim.host(),
                aim.port(),
                mode(),
                chunk,
                tls,
                mqtt.profile(),
                Duration.ofSeconds(timeout));
        return profile.withModem(known.orElse(""))
                .withListenOnly(listenOnly)
                .withRestoreSettings(restoreSettings)
                .withStack(stack())
                .withKeepModemKey(keepModemKey);
    }

    private static BenchLinks.Files files(BenchLinks bench) {
        try {
            return bench.files();
        } catch (BenchException e) {
            throw new BadInputException(e);
        }
    }

    boolean listenOnly() {
        return listenOnly;
    }

    boolean keyLog() {
        return keyLog;
    }

    LinkAddress linkAddress() {
        try {
            return LinkAddress.parse(link);
        } catch (LinkException e) {
            throw new BadInputException(e);
        }
    }

    private Stack stack() {
        Stack chosen = Stack.of(stack)
                .orElseThrow(
                        () -> new BadInputException("--stack '" + stack + "' is not host, modem-tls or modem-mqtt"));
        if (chosen == Stack.MODEM_TLS && plain) {
            throw new BadInputException("--stack modem-tls goes with TLS, not with --plain");
        }
        return chosen;
    }

    private AccessMode mode() {
        return AccessMode.of(accessMode)
                .orElseThrow(() ->
                        new BadInputException("--access-mode '" + accessMode + "' is not buffer, push or transparent"));
    }
}
