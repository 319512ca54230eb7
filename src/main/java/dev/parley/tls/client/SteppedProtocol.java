package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.client.TlsFailure.Alert;
import java.io.IOException;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsClientProtocol;

/**
 * Bouncy Castle's non-blocking TLS client, stopped at every message of the handshake, each record handed out by itself.
 *
 * <p>Bouncy Castle makes the client's whole second flight in one call; here each of its records leaves before the next is made,
 * as in mbedTLS. Not thread-safe.
 */
final class SteppedProtocol extends TlsClientProtocol {
    /** What happens in the handshake, told on the engine's thread. An exception ends the handshake and nothing more leaves. */
    interface Steps {
        /** The record of {@code stop} is ready to leave. */
        void leaving(Gate.Stop stop) throws IOException;

        /** A message came and is about to be acted upon. */
        void arrived(Gate.Stop stop) throws IOException;

        void send(Bytes record) throws IOException;

        void secret(Bytes clientRandom, Bytes masterSecret);

        void alertReceived(Alert alert);

        void alertSent(Alert alert);
    }

    private final Steps steps;
    private boolean established;
    private boolean muted;
    private boolean encrypting;
    private boolean sequenceBroken;
    private String outgoing = "";
    private int outgoingRest;

    SteppedProtocol(Steps steps) {
        this.steps = steps;
    }

    /** From now on nothing stops, and what is to be sent waits in the outbox. */
    void established() {
        established = true;
    }

    /** Nothing leaves any more: what Bouncy Castle still wants to say about an end that is not its own is dropped. */
    void mute() {
        muted = true;
    }

    /** The next record that waits to be sent, or none. */
    Bytes nextOutput() {
        byte[] record = new byte[previewOutputRecord()];
        readOutput(record, 0, record.length);
        return Bytes.wrap(record);
    }

    /**
     * Says that the user gave up, in good order (RFC 5246 section 7.2.1). Says nothing where an encrypted record was made and
     * dropped: the server could read nothing that follows it.
     */
    void goodbye() throws IOException {
        if (sequenceBroken) {
            return;
        }
        muted = false;
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
        Bytes record = nextOutput();
        try {
            if (type != ContentType.alert) {
                steps.leaving(new Gate.Stop(Direction.TX, titleOf(type, plaintext, offset, length), record.length()));
            }
            steps.send(record);
        } catch (IOException e) {
            muted = true;
            sequenceBroken = encrypting;
            throw e;
        }
        if (type == ContentType.alert) {
            steps.alertSent(new Alert(plaintext[offset] & 0xff, plaintext[offset + 1] & 0xff));
        }
    }

    /** A message longer than a record goes on in records that do not say what they hold. */
    private String titleOf(short type, byte[] plaintext, int offset, int length) {
        if (type != ContentType.handshake) {
            return "ChangeCipherSpec";
        }
        if (outgoingRest == 0) {
            outgoing = title(plaintext[offset] & 0xff);
            outgoingRest = 4 + Bytes.copyOf(plaintext, offset, 4).u24(1);
        }
        outgoingRest -= length;
        return outgoing;
    }

    @Override
    protected void processRecord(short type, byte[] plaintext, int offset, int length) throws IOException {
        if (type == ContentType.change_cipher_spec && !established) {
            arrived("ChangeCipherSpec", length);
        }
        super.processRecord(type, plaintext, offset, length);
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        if (!established) {
            arrived(title(type), 4 + message.available());
        }
        super.handleHandshakeMessage(type, message);
    }

    private void arrived(String title, int bytes) throws IOException {
        try {
            steps.arrived(new Gate.Stop(Direction.RX, title, bytes));
        } catch (IOException e) {
            muted = true;
            throw e;
        }
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        steps.alertReceived(new Alert(level, description));
        if (!established
                && level == AlertLevel.warning
                && description == org.bouncycastle.tls.AlertDescription.close_notify) {
            // Bouncy Castle would answer a close in the middle of a handshake with a handshake_failure of its own.
            muted = true;
        }
        super.handleAlertMessage(level, description);
    }

    /** The first moment the master secret exists, and before anything is encrypted with it. */
    @Override
    protected void sendChangeCipherSpec() throws IOException {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        // Extracting destroys a secret: a copy is extracted.
        byte[] master = getContext()
                .getCrypto()
                .adoptSecret(parameters.getMasterSecret())
                .extract();
        steps.secret(Bytes.copyOf(parameters.getClientRandom()), Bytes.wrap(master));
        super.sendChangeCipherSpec();
        encrypting = true;
    }

    private static String title(int type) {
        return HandshakeType.of(type).map(HandshakeType::title).orElse("handshake message " + type);
    }
}
