package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.Hello;
import dev.parley.tls.HelloForm;
import dev.parley.tls.client.TlsFailure.Alert;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.jspecify.annotations.Nullable;

/**
 * Bouncy Castle's non-blocking TLS client, stopped at every message of the handshake, each record handed out by itself.
 *
 * <p>Bouncy Castle makes the client's whole second flight in one call; here each of its records leaves before the next is made,
 * as in mbedTLS. Not thread-safe.
 */
final class SteppedProtocol extends TlsClientProtocol {
    /**
     * A record that is ready to leave.
     *
     * @param message the title of the message it holds or goes on with; an alert's own where it is one
     * @param record as it is to cross the wire
     * @param begins true: the message begins in it
     * @param ends true: the message ends in it
     * @param kind what it holds
     */
    record Outgoing(String message, Bytes record, boolean begins, boolean ends, Kind kind, boolean encrypted) {}

    /** What a record holds that is ready to leave. */
    enum Kind {
        HANDSHAKE,
        CHANGE_CIPHER_SPEC,
        /** ChangeCipherSpec of TLS 1.3, which changes nothing (RFC 8446 appendix D.4). */
        DUMMY_CHANGE
    }

    /** What happens in the handshake, told on the engine's thread. An exception ends the handshake and nothing more leaves. */
    interface Steps {
        void leaving(Outgoing record) throws IOException;

        /** A message came and is about to be acted upon. */
        void arrived(String title, int bytes) throws IOException;

        /** An alert of the client's own is about to leave. {@code farewell}: it follows an abort, and nothing stops any more. */
        void alertLeaving(Alert alert, Bytes record, boolean farewell) throws IOException;

        void alertReceived(Alert alert) throws IOException;

        /** From now on the server encrypts what it sends. */
        void serverEncrypts();

        void secret(String label, Bytes clientRandom, Bytes secret);
    }

    private final Steps steps;
    private final HelloForm form;
    private final boolean ignoreMaxFragmentLength;
    private final Set<String> told = new HashSet<>();
    private boolean established;
    private boolean muted;
    private boolean farewell;
    private boolean encrypting;
    private boolean sequenceBroken;
    /** The server gave a new ticket in an abbreviated handshake. */
    private boolean renewed;

    private String outgoing = "";
    private int outgoingRest;

    SteppedProtocol(Steps steps, HelloForm form, boolean ignoreMaxFragmentLength) {
        this.steps = steps;
        this.form = form;
        this.ignoreMaxFragmentLength = ignoreMaxFragmentLength;
    }

    /** From now on nothing stops, and what is to be sent waits in the outbox. */
    void established() {
        established = true;
    }

    /** Nothing leaves any more: what Bouncy Castle still wants to say about an end that is not its own is dropped. */
    void mute() {
        muted = true;
    }

    /** A record left in part, or an encrypted one was made and did not leave: the server could read nothing that follows. */
    void breakSequence() {
        sequenceBroken = true;
    }

    /** The next record that waits to be sent, or none. */
    Bytes nextOutput() {
        byte[] record = new byte[previewOutputRecord()];
        readOutput(record, 0, record.length);
        return Bytes.wrap(record);
    }

    @Override
    protected void sendClientHelloMessage() throws IOException {
        clientHello = new OrderedClientHello(clientHello, form);
        super.sendClientHelloMessage();
    }

    /** A ClientHello in a record of the form's version, which is in no transcript. */
    private Bytes withVersion(Bytes record) {
        return record.slice(0, 1)
                .plus(Bytes.of(form.recordVersion() >> 8, form.recordVersion() & 0xff))
                .plus(record.from(3));
    }

    /**
     * Says that the user gave up, in good order (RFC 5246 section 7.2.1). Says nothing where the server could read nothing that
     * follows what it has.
     */
    void goodbye() throws IOException {
        if (sequenceBroken) {
            return;
        }
        muted = false;
        farewell = true;
        raiseAlertWarning((short) dev.parley.tls.AlertDescription.USER_CANCELED.number(), "given up");
        raiseAlertWarning((short) dev.parley.tls.AlertDescription.CLOSE_NOTIFY.number(), "given up");
        muted = true;
    }

    @Override
    protected void writeRecord(short type, byte[] plaintext, int offset, int length) throws IOException {
        if (muted) {
            return;
        }
        super.writeRecord(type, plaintext, offset, length);
        if (established) {
            return;
        }
        Bytes record = outgoing.isEmpty() && type == ContentType.handshake ? withVersion(nextOutput()) : nextOutput();
        boolean encrypted = encrypting && type != ContentType.change_cipher_spec;
        try {
            if (type == ContentType.alert) {
                Alert alert = new Alert(plaintext[offset] & 0xff, plaintext[offset + 1] & 0xff);
                steps.alertLeaving(alert, record, farewell);
            } else {
                steps.leaving(outgoing(type, plaintext, offset, length, record, encrypted));
            }
        } catch (IOException e) {
            muted = true;
            sequenceBroken |= encrypted;
            throw e;
        }
    }

    /** A message longer than a record goes on in records that do not say what they hold. */
    private Outgoing outgoing(short type, byte[] plaintext, int offset, int length, Bytes record, boolean encrypted) {
        if (type != ContentType.handshake) {
            SecurityParameters parameters = getContext().getSecurityParametersHandshake();
            Kind kind =
                    TlsUtils.isTLSv13(parameters.getNegotiatedVersion()) ? Kind.DUMMY_CHANGE : Kind.CHANGE_CIPHER_SPEC;
            return new Outgoing("ChangeCipherSpec", record, true, true, kind, encrypted);
        }
        boolean begins = outgoingRest == 0;
        if (begins) {
            outgoing = title(plaintext[offset] & 0xff);
            outgoingRest = 4 + Bytes.copyOf(plaintext, offset, 4).u24(1);
        }
        outgoingRest -= length;
        return new Outgoing(outgoing, record, begins, outgoingRest == 0, Kind.HANDSHAKE, encrypted);
    }

    @Override
    protected void processRecord(short type, byte[] plaintext, int offset, int length) throws IOException {
        if (type == ContentType.change_cipher_spec && !established) {
            SecurityParameters parameters = getContext().getSecurityParametersHandshake();
            if (parameters != null && parameters.isResumedSession()) {
                // In an abbreviated handshake the server encrypts first.
                tell("CLIENT_RANDOM", parameters, parameters.getMasterSecret());
            }
            arrived("ChangeCipherSpec", length);
            steps.serverEncrypts();
        }
        super.processRecord(type, plaintext, offset, length);
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        if (!established) {
            arrived(isRetry(type, message) ? "HelloRetryRequest" : title(type), 4 + message.available());
        }
        if (isRenewal(type)) {
            renewed = true;
            receiveNewSessionTicket(message);
            return;
        }
        super.handleHandshakeMessage(type, message);
    }

    /**
     * A server that takes a ticket may give a new one between its ServerHello and its ChangeCipherSpec (RFC 5077 section 3.3). Bouncy Castle
     * expects nothing but Finished there.
     */
    private boolean isRenewal(short type) {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        return type == org.bouncycastle.tls.HandshakeType.new_session_ticket
                && !established
                && !renewed
                && connection_state == CS_SERVER_HELLO
                && parameters != null
                && parameters.isResumedSession()
                && !TlsUtils.isTLSv13(parameters.getNegotiatedVersion());
    }

    /** A HelloRetryRequest is a ServerHello by its type (RFC 8446 section 4.1.3). */
    private static boolean isRetry(short type, HandshakeMessageInput message) throws IOException {
        if (type != org.bouncycastle.tls.HandshakeType.server_hello) {
            return false;
        }
        byte[] body = message.readAllBytes();
        message.reset();
        message.skipNBytes(4);
        return Hello.server(Bytes.wrap(body)).filter(Hello::isRetry).isPresent();
    }

    private void arrived(String title, int bytes) throws IOException {
        try {
            steps.arrived(title, bytes);
        } catch (IOException e) {
            muted = true;
            throw e;
        }
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        if (!established) {
            try {
                steps.alertReceived(new Alert(level, description));
            } catch (IOException e) {
                muted = true;
                throw e;
            }
            if (level == AlertLevel.warning && description == org.bouncycastle.tls.AlertDescription.close_notify) {
                // Bouncy Castle would answer a close in the middle of a handshake with a handshake_failure of its own.
                muted = true;
            }
        }
        super.handleAlertMessage(level, description);
    }

    /** mbedTLS agrees on a max_fragment_length and does not cut its handshake messages by it. */
    @Override
    protected void applyMaxFragmentLengthExtension(short code) throws IOException {
        if (!ignoreMaxFragmentLength) {
            super.applyMaxFragmentLengthExtension(code);
        }
    }

    /** The first moment the master secret exists, and before anything is encrypted with it. */
    @Override
    protected void sendChangeCipherSpec() throws IOException {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        tell("CLIENT_RANDOM", parameters, parameters.getMasterSecret());
        super.sendChangeCipherSpec();
        encrypting = true;
    }

    /** TLS 1.3's handshake keys exist, and nothing has been decrypted with them (RFC 8446 section 7.1). */
    @Override
    protected void process13ServerHelloCoda(ServerHello serverHello, boolean afterHelloRetryRequest)
            throws IOException {
        super.process13ServerHelloCoda(serverHello, afterHelloRetryRequest);
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        tell("CLIENT_HANDSHAKE_TRAFFIC_SECRET", parameters, parameters.getTrafficSecretClient());
        tell("SERVER_HANDSHAKE_TRAFFIC_SECRET", parameters, parameters.getTrafficSecretServer());
        encrypting = true;
        steps.serverEncrypts();
    }

    /** TLS 1.3's application keys exist, and nothing has been encrypted with them. */
    @Override
    protected void completeHandshake() throws IOException {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        if (TlsUtils.isTLSv13(parameters.getNegotiatedVersion())) {
            tell("CLIENT_TRAFFIC_SECRET_0", parameters, parameters.getTrafficSecretClient());
            tell("SERVER_TRAFFIC_SECRET_0", parameters, parameters.getTrafficSecretServer());
            tell("EXPORTER_SECRET", parameters, parameters.getExporterMasterSecret());
        }
        super.completeHandshake();
    }

    private void tell(String label, SecurityParameters parameters, @Nullable TlsSecret secret) {
        if (secret != null && told.add(label)) {
            // Extracting destroys a secret: a copy is extracted.
            byte[] bytes = getContext().getCrypto().adoptSecret(secret).extract();
            steps.secret(label, Bytes.copyOf(parameters.getClientRandom()), Bytes.wrap(bytes));
        }
    }

    private static String title(int type) {
        return HandshakeType.of(type).map(HandshakeType::title).orElse("handshake message " + type);
    }
}
