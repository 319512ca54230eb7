package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.TlsConversation.Result;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A handshake of TLS 1.3 without its secrets")
class SealedHandshakeTest {
    private static final int ALERT = 24;

    @ParameterizedTest
    @ValueSource(
            ints = {
                CipherSuite.TLS_AES_128_GCM_SHA256,
                CipherSuite.TLS_AES_256_GCM_SHA384,
                CipherSuite.TLS_AES_128_CCM_8_SHA256
            })
    @DisplayName("that came to its end is told as established")
    void established(int suite) {
        for (boolean mutual : new boolean[] {false, true}) {
            TlsPair pair = new TlsPair().version(ProtocolVersion.TLSv13).suite(suite);
            TlsConversation conversation = new Reading()
                    .feed((mutual ? pair.mutual() : pair).talk())
                    .end()
                    .conversation();

            assertThat(conversation.result()).isEqualTo(Result.CLOSED);
            assertThat(conversation.isGuessed()).isTrue();
            assertThat(conversation.sealed(Direction.TX, SealedContent.FINISHED))
                    .isPresent();
            assertThat(status(conversation, HandshakeState.CLIENT_CERTIFICATE))
                    .isEqualTo(mutual ? HandshakeStep.Status.ENCRYPTED : HandshakeStep.Status.SKIPPED);
        }
    }

    @Test
    @DisplayName("that the server ended with something of an alert's size failed, most likely for the certificate")
    void refused() {
        TlsPair pair = Tls13StatesTest.pair()
                .refusing(AlertDescription.certificate_unknown)
                .talk();
        TlsConversation conversation = new Reading().feed(pair).end().conversation();

        assertThat(conversation.result()).isEqualTo(Result.FAILED);
        TlsMessage.Protected alert =
                conversation.sealed(Direction.RX, SealedContent.ALERT).orElseThrow();
        assertThat(conversation.recordBytes(alert)).isEqualTo(ALERT);
        TlsMessage.Protected certificate =
                conversation.sealed(Direction.TX, SealedContent.CERTIFICATE).orElseThrow();
        assertThat(conversation.recordBytes(certificate)).isEqualTo(897);
        assertThat(conversation.present().orElseThrow().state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        assertThat(conversation.present().orElseThrow().message()).hasValue(certificate.index());
    }

    @Test
    @DisplayName("that was cut off after the client's Certificate is not over, and waits for the next message")
    void cutOff() {
        Reading reading = new Reading();
        List<TlsPair.Piece> records = records(Tls13StatesTest.pair().mutual().talk());
        for (TlsPair.Piece record : records) {
            reading.feed(record.direction(), record.bytes());
            if (record.direction() == Direction.TX && record.bytes().length() == 897) {
                break;
            }
        }
        assertThat(reading.conversation().result()).isEqualTo(Result.HANDSHAKING);
        TlsConversation conversation = reading.end().conversation();

        assertThat(conversation.result()).isEqualTo(Result.FAILED);
        assertThat(conversation.present().orElseThrow().state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE_VERIFY);
    }

    @Test
    @DisplayName("that the client itself ended after the server's flight failed on what the server showed")
    void refusedByTheClient() {
        Reading reading = new Reading();
        for (TlsPair.Piece record : records(Tls13StatesTest.pair().mutual().talk())) {
            if (record.direction() == Direction.TX && record.bytes().u8(0) == 23) {
                break;
            }
            reading.feed(record.direction(), record.bytes());
        }
        assertThat(reading.conversation().present().orElseThrow().state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        reading.feed(Direction.TX, sealed(ALERT));
        TlsConversation conversation = reading.end().conversation();

        assertThat(conversation.result()).isEqualTo(Result.FAILED);
        assertThat(conversation.present().orElseThrow().state()).isEqualTo(HandshakeState.SERVER_CERTIFICATE);
    }

    @Test
    @DisplayName("stands in the server's flight while no record is as long as a Finished")
    void inTheServersFlight() {
        Reading reading = new Reading();
        int sealed = 0;
        for (TlsPair.Piece record : records(Tls13StatesTest.pair().mutual().talk())) {
            sealed += record.bytes().u8(0) == 23 ? 1 : 0;
            if (sealed == 3) {
                break;
            }
            reading.feed(record.direction(), record.bytes());
        }
        assertThat(reading.end().conversation().present().map(HandshakeStep::state))
                .isEqualTo(Optional.of(HandshakeState.SERVER_FINISHED));
    }

    @Test
    @DisplayName("whose flights are one record each is over once the server says more than an alert")
    void coalesced() {
        Reading reading = new Reading();
        for (TlsPair.Piece record : records(Tls13StatesTest.pair().talk())) {
            if (record.bytes().u8(0) == 23) {
                break;
            }
            reading.feed(record.direction(), record.bytes());
        }
        reading.feed(Direction.RX, sealed(1300)).feed(Direction.TX, sealed(1180));
        assertThat(reading.conversation().result()).isEqualTo(Result.HANDSHAKING);

        reading.feed(Direction.RX, sealed(255));

        assertThat(reading.conversation().result()).isEqualTo(Result.ESTABLISHED);
    }

    @Test
    @DisplayName("that ended with goodbyes of both sides did not fail")
    void goodbyes() {
        Reading reading = new Reading();
        for (TlsPair.Piece record : records(Tls13StatesTest.pair().mutual().talk())) {
            reading.feed(record.direction(), record.bytes());
            if (record.direction() == Direction.TX && record.bytes().length() == 58) {
                break;
            }
        }
        reading.feed(Direction.TX, sealed(ALERT)).feed(Direction.RX, sealed(ALERT));

        assertThat(reading.end().conversation().result()).isEqualTo(Result.CLOSED);
    }

    private static HandshakeStep.Status status(TlsConversation conversation, HandshakeState state) {
        return TlsDecoderTest.step(conversation, state).status();
    }

    private static List<TlsPair.Piece> records(TlsPair pair) {
        List<TlsPair.Piece> records = new ArrayList<>();
        for (TlsPair.Piece piece : pair.pieces) {
            TlsDecoderTest.records(piece.bytes())
                    .forEach(record -> records.add(new TlsPair.Piece(piece.direction(), record)));
        }
        return records;
    }

    /** A protected record of that size on the wire. */
    private static Bytes sealed(int size) {
        byte[] record = new byte[size];
        record[0] = 23;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) ((size - 5) >> 8);
        record[4] = (byte) (size - 5);
        return Bytes.wrap(record);
    }
}
