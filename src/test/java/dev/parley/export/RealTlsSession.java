package dev.parley.export;

import dev.parley.journal.Event;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDecoder;
import dev.parley.tls.TlsPair;
import java.util.Optional;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;

/** Real TLS sessions with a client certificate and MQTT in it, both ends in this process, told as a modem's sessions. */
final class RealTlsSession {
    private static final String CONNECT = "\u0010\u0010\u0000\u0004MQTT\u0004\u0002\u0000<\u0000\u0004demo";
    private static final String CONNACK = " \u0002\u0000\u0000";
    private static final String PUBLISH = "0\u000b\u0000\u0004echohello";

    private RealTlsSession() {}

    /** A session of TLS 1.2 from {@code AT+QIOPEN} to {@code AT+QICLOSE}, its secret in the journal. */
    static SampleSession run() {
        return told(new TlsPair()
                .suite(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
                .server(TlsPair.SERVER_EC));
    }

    /** The same in TLS 1.3. */
    static SampleSession run13() {
        return told(new TlsPair().version(ProtocolVersion.TLSv13).suite(CipherSuite.TLS_AES_128_GCM_SHA256));
    }

    private static SampleSession told(TlsPair pair) {
        pair.mutual().talk(CONNECT, CONNACK, PUBLISH, PUBLISH);
        SampleSession session = new SampleSession("broker.example.org", 8883, true);
        session.open();
        pair.pieces.forEach(piece -> session.carry(piece.direction(), piece.bytes()));
        pair.secrets.forEach(line -> session.journal.secret(line.label(), line.clientRandom(), line.secret()));
        session.hostCloses();
        session.decoded = Optional.of(decoded(session));
        return session;
    }

    /** What our decoder makes of it, with the secrets. */
    static TlsConversation decoded(SampleSession session) {
        TlsDecoder decoder = new TlsDecoder(0, bytes -> {});
        for (long n = 1; n <= session.journal.events(); n++) {
            if (session.journal.event(n) instanceof Event.Secret secret) {
                decoder.secret(secret.label(), secret.clientRandom(), secret.secret());
            }
        }
        session.forEachPiece(
                (direction, offset, bytes, nanos) -> decoder.accept(direction, offset, bytes, true, nanos));
        return decoder.conversation();
    }
}
