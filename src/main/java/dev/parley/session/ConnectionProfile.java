package dev.parley.session;

import dev.parley.link.LinkAddress;
import dev.parley.modem.ModemProfile;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.mqtt.client.Password;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import dev.parley.tls.mbedtls.MbedTlsProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything a connection needs, as the sidebar and {@code parley connect} give it.
 *
 * @param apn the access point name; empty to leave the modem's own setting
 * @param host the endpoint's host name
 * @param chunk how many bytes one {@code AT+QISEND} carries at most, 1 to 1460
 * @param tls nothing for plain TCP
 * @param mqtt nothing to stop after the handshake
 * @param limit how long the whole way up may take, without the time it is parked
 * @param modem a name of {@link #modems()}; empty to go by what the modem says it is
 * @param listenOnly true to write nothing of Parley's own: the link is opened and what crosses it recorded
 * @param restoreSettings true to put the modem's settings back as they were found, when the connection ends in good order
 * @param stack whose TLS and MQTT
 * @param keepModemKey true to leave the private key that the modem's own TLS needed in the modem after the connection
 */
public record ConnectionProfile(
        String name,
        LinkAddress link,
        String apn,
        String host,
        int port,
        AccessMode accessMode,
        int chunk,
        Optional<Tls> tls,
        Optional<Mqtt> mqtt,
        Duration limit,
        String modem,
        boolean listenOnly,
        boolean restoreSettings,
        Stack stack,
        boolean keepModemKey) {
    /** The host's own TLS and MQTT. */
    public ConnectionProfile(
            String name,
            LinkAddress link,
            String apn,
            String host,
            int port,
            AccessMode accessMode,
            int chunk,
            Optional<Tls> tls,
            Optional<Mqtt> mqtt,
            Duration limit,
            String modem,
            boolean listenOnly,
            boolean restoreSettings) {
        this(
                name,
                link,
                apn,
                host,
                port,
                accessMode,
                chunk,
                tls,
                mqtt,
                limit,
                modem,
                listenOnly,
                restoreSettings,
                Stack.HOST,
                false);
    }

    /** A profile that goes by what the modem says it is, and drives it. */
    public ConnectionProfile(
            String name,
            LinkAddress link,
            String apn,
            String host,
            int port,
            AccessMode accessMode,
            int chunk,
            Optional<Tls> tls,
            Optional<Mqtt> mqtt,
            Duration limit) {
        this(name, link, apn, host, port, accessMode, chunk, tls, mqtt, limit, "", false, false);
    }

    /** The modems Parley knows by name. */
    public static List<String> modems() {
        return ModemProfile.names();
    }

    public ConnectionProfile withChunk(int next) {
        return changed(draft -> draft.chunk = next);
    }

    public ConnectionProfile withLink(LinkAddress next) {
        return changed(draft -> draft.link = next);
    }

    public ConnectionProfile withAccessMode(AccessMode next) {
        return changed(draft -> draft.accessMode = next);
    }

    public ConnectionProfile withModem(String next) {
        return changed(draft -> draft.modem = next);
    }

    public ConnectionProfile withListenOnly(boolean next) {
        return changed(draft -> draft.listenOnly = next);
    }

    public ConnectionProfile withRestoreSettings(boolean next) {
        return changed(draft -> draft.restoreSettings = next);
    }

    public ConnectionProfile withStack(Stack next) {
        return changed(draft -> draft.stack = next);
    }

    public ConnectionProfile withKeepModemKey(boolean next) {
        return changed(draft -> draft.keepModemKey = next);
    }

    public ConnectionProfile withTls(Optional<Tls> next) {
        return changed(draft -> draft.tls = next);
    }

    public ConnectionProfile withMqtt(Optional<Mqtt> next) {
        return changed(draft -> draft.mqtt = next);
    }

    private ConnectionProfile changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new ConnectionProfile(
                name,
                draft.link,
                apn,
                host,
                port,
                draft.accessMode,
                draft.chunk,
                draft.tls,
                draft.mqtt,
                limit,
                draft.modem,
                draft.listenOnly,
                draft.restoreSettings,
                draft.stack,
                draft.keepModemKey);
    }

    /** What may differ from one profile to the next. */
    private static final class Draft {
        private LinkAddress link;
        private AccessMode accessMode;
        private int chunk;
        private Optional<Tls> tls;
        private Optional<Mqtt> mqtt;
        private String modem;
        private boolean listenOnly;
        private boolean restoreSettings;
        private Stack stack;
        private boolean keepModemKey;

        Draft(ConnectionProfile from) {
            link = from.link;
            accessMode = from.accessMode;
            chunk = from.chunk;
            tls = from.tls;
            mqtt = from.mqtt;
            modem = from.modem;
            listenOnly = from.listenOnly;
            restoreSettings = from.restoreSettings;
            stack = from.stack;
            keepModemKey = from.keepModemKey;
        }
    }

    /**
     * The TLS part.
     *
     * @param ca PEM file with the CA certificates to trust; nothing: the runtime's own list
     * @param certificate PEM file with the device certificate, or nothing
     * @param key PEM file with its private key, or nothing
     * @param sni the name to send and to check; empty: the host
     * @param keyLog true to keep the session's secrets in its file and in a key log
     * @param readTimeout how long the client waits for the server's next byte before it gives up by itself
     * @param offer what the ClientHello offers besides name and ALPN
     * @param experiments what is done to the client's records on purpose
     * @param mbedTls the build of mbedTLS whose ClientHello is offered, so that it can be audited; nothing where none was given
     */
    public record Tls(
            Optional<Path> ca,
            Optional<Path> certificate,
            Optional<Path> key,
            String sni,
            List<String> alpn,
            boolean keyLog,
            Duration readTimeout,
            ClientOffer offer,
            Experiments experiments,
            Optional<MbedTlsBuild> mbedTls) {
        public Tls {
            alpn = List.copyOf(alpn);
        }

        /** Without a build of mbedTLS. */
        public Tls(
                Optional<Path> ca,
                Optional<Path> certificate,
                Optional<Path> key,
                String sni,
                List<String> alpn,
                boolean keyLog,
                Duration readTimeout,
                ClientOffer offer,
                Experiments experiments) {
            this(ca, certificate, key, sni, alpn, keyLog, readTimeout, offer, experiments, Optional.empty());
        }

        /** The standard offer, and no experiment. */
        public Tls(
                Optional<Path> ca,
                Optional<Path> certificate,
                Optional<Path> key,
                String sni,
                List<String> alpn,
                boolean keyLog,
                Duration readTimeout) {
            this(ca, certificate, key, sni, alpn, keyLog, readTimeout, ClientOffer.standard(), Experiments.none());
        }

        public Tls withSni(String name) {
            return new Tls(ca, certificate, key, name, alpn, keyLog, readTimeout, offer, experiments, mbedTls);
        }

        public Tls withOffer(ClientOffer value) {
            return with(certificate, key, alpn, value, experiments, mbedTls);
        }

        public Tls withExperiments(Experiments value) {
            return with(certificate, key, alpn, offer, value, mbedTls);
        }

        /** The client answers a CertificateRequest with an empty Certificate. */
        public Tls withoutCertificate() {
            return with(Optional.empty(), Optional.empty(), alpn, offer, experiments, mbedTls);
        }

        /** The same CA, name, key log and read time-out, with these. */
        private Tls with(
                Optional<Path> itsCertificate,
                Optional<Path> itsKey,
                List<String> protocols,
                ClientOffer itsOffer,
                Experiments tried,
                Optional<MbedTlsBuild> build) {
            return new Tls(ca, itsCertificate, itsKey, sni, protocols, keyLog, readTimeout, itsOffer, tried, build);
        }

        /**
         * Offers what that build of mbedTLS would: its ClientHello, and ALPN only where it is compiled in. Where the build cannot
         * offer anything, the offer stays as it was.
         */
        public Tls withMbedTls(MbedTlsBuild build) {
            MbedTlsProfile profile = MbedTlsProfile.of(build);
            return with(
                    certificate,
                    key,
                    profile.alpn() ? alpn : List.of(),
                    profile.offer().orElse(offer),
                    experiments,
                    Optional.of(build));
        }
    }

    /**
     * The MQTT part.
     *
     * @param cleanSession MQTT 5: clean start
     * @param five what MQTT 5 says besides; nothing for MQTT 3.1.1
     * @param reconnect how a lost connection is tried again; nothing, the usual while one debugs: not by itself
     */
    public record Mqtt(
            String clientId,
            Duration keepAlive,
            boolean cleanSession,
            Optional<String> userName,
            Optional<Password> password,
            Optional<MqttOptions.Will> will,
            Optional<MqttOptions.Five> five,
            Optional<Backoff> reconnect) {
        /** MQTT 3.1.1 with nothing special. */
        public Mqtt(String clientId, Duration keepAlive, boolean cleanSession) {
            this(
                    clientId,
                    keepAlive,
                    cleanSession,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public Mqtt withClientId(String next) {
            return new Mqtt(next, keepAlive, cleanSession, userName, password, will, five, reconnect);
        }

        public Mqtt withFive(Optional<MqttOptions.Five> next) {
            return new Mqtt(clientId, keepAlive, cleanSession, userName, password, will, next, reconnect);
        }

        public Mqtt withReconnect(Optional<Backoff> next) {
            return new Mqtt(clientId, keepAlive, cleanSession, userName, password, will, five, next);
        }

        MqttOptions options(Duration limit) {
            return new MqttOptions(clientId, keepAlive, cleanSession, userName, password, will, limit, five);
        }
    }
}
