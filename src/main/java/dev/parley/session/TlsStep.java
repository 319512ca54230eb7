package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.modem.Modem;
import dev.parley.modem.ModemException;
import dev.parley.modem.ModemSocketChannel;
import dev.parley.modem.SocketRequest;
import dev.parley.session.ControllerState.Phase;
import dev.parley.tls.client.ClientCredentials;
import dev.parley.tls.client.Gate;
import dev.parley.tls.client.Goodbye;
import dev.parley.tls.client.ResumableSession;
import dev.parley.tls.client.TlsClientConfig;
import dev.parley.tls.client.TlsClientDriver;
import dev.parley.tls.client.TlsFailure;
import dev.parley.tls.client.TlsStream;
import dev.parley.tls.client.TlsTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection's TLS: the handshake through the modem's socket, step by step, and the stream that comes of it. */
final class TlsStep {
    private static final String NAME = "TLS";

    private final ConnectionProfile profile;
    private final Optional<ClientCredentials> credentials;
    private final Modem modem;
    private final Journal journal;
    private final WayUp wayUp;
    private final Gate gate;
    /** TLS sessions that servers would take up again, by endpoint and name; the controller's. */
    private final Map<String, ResumableSession> resumable;

    private volatile @Nullable TlsClientDriver driver;
    private volatile @Nullable TlsStream stream;

    TlsStep(
            ConnectionProfile profile,
            Optional<ClientCredentials> credentials,
            Modem modem,
            WayUp wayUp,
            Gate gate,
            Map<String, ResumableSession> resumable) {
        this.profile = profile;
        this.credentials = credentials;
        this.modem = modem;
        this.journal = modem.link().journal();
        this.wayUp = wayUp;
        this.gate = gate;
        this.resumable = resumable;
    }

    /** What stands after the handshake, or nothing before. */
    Optional<TlsStream> stream() {
        return Optional.ofNullable(stream);
    }

    /** What a connection had that is gone. */
    void forget() {
        driver = null;
        stream = null;
    }

    /** Gives up a handshake, and tells the peer so; true if one was under way. */
    boolean abort(Goodbye how) {
        TlsClientDriver client = driver;
        if (client == null) {
            return false;
        }
        boolean handshaking = stream == null;
        client.abort(how);
        return handshaking;
    }

    /**
     * Shakes hands.
     *
     * @throws IOException if that fails; the socket is closed then
     */
    TlsStream handshake(ModemSocketChannel channel, ConnectionProfile.Tls options) throws IOException {
        wayUp.phase(Phase.HANDSHAKING);
        wayUp.start(NAME);
        String name = options.sni().isEmpty() ? profile.host() : options.sni();
        String endpoint = name + " at " + profile.host() + ":" + profile.port();
        recordExperiments(options);
        TlsClientDriver client = new TlsClientDriver(
                new TlsClientConfig(
                        name,
                        options.alpn(),
                        options.ca(),
                        credentials,
                        Optional.empty(),
                        profile.limit(),
                        options.readTimeout(),
                        options.offer(),
                        options.experiments(),
                        Optional.ofNullable(resumable.get(endpoint))),
                new ChannelTransport(channel),
                gate,
                journal::secret);
        client.tellChanges(words -> journal.action("experiment", words));
        driver = client;
        try (Journal.Subscription _ = modem.listen(urc -> gate.urc(urc.text()))) {
            TlsStream made = client.handshake();
            stream = made;
            made.resumable().ifPresent(session -> resumable.put(endpoint, session));
            wayUp.done(
                    NAME,
                    "established"
                            + made.alpn().map(protocol -> ", ALPN " + protocol).orElse(""));
            return made;
        } catch (IOException e) {
            journal.action("tls.failed", String.valueOf(e.getMessage()));
            if (e instanceof TlsFailure failure && failure.kind() == TlsFailure.Kind.TIMED_OUT) {
                askTheBooks(channel);
            }
            channel.close();
            throw e;
        }
    }

    /** What makes this handshake differ from the usual one goes into the journal: a kept run tells how it was made. */
    private void recordExperiments(ConnectionProfile.Tls options) {
        options.offer().words().forEach(words -> journal.action("experiment", "offered: " + words));
        // A changed byte is told when it is: a message may be shorter than it was thought to be.
        options.experiments().withChanges(List.of()).words().forEach(words -> journal.action("experiment", words));
        if (credentials.isEmpty()) {
            journal.action("experiment", "no client certificate");
        }
        if (profile.chunk() < SocketRequest.MOST) {
            journal.action("experiment", "chunks of " + profile.chunk() + " bytes");
        }
    }

    /**
     * Before a connection that fell silent is closed, the modem's own counters tell whether bytes lie unread in it or were never
     * acknowledged: afterwards they are gone.
     */
    private void askTheBooks(ModemSocketChannel channel) {
        try {
            channel.unread();
            channel.acked();
        } catch (ModemException e) {
            journal.action("counters.failed", String.valueOf(e.getMessage()));
        }
    }

    /** A modem's socket as TLS wants it. */
    private static final class ChannelTransport implements TlsTransport {
        private final ModemSocketChannel channel;
        /** The receiving thread's. */
        private String received = "";

        ChannelTransport(ModemSocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(Bytes bytes) throws IOException {
            channel.send(bytes);
        }

        @Override
        public int most() {
            return channel.request().chunk();
        }

        @Override
        public Bytes receive(int most, Duration limit) throws IOException {
            ModemSocketChannel.Arrival arrival = channel.arrival(most, limit);
            received = arrival.exchange();
            return arrival.bytes();
        }

        @Override
        public String sending(int bytes) {
            return channel.sending(bytes);
        }

        @Override
        public String received() {
            return received;
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
