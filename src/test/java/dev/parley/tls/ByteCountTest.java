package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "It dies after so many bytes", in the words of the protocol. */
class ByteCountTest {
    private static final TlsPair PAIR = new TlsPair().mutual().talk();
    private static final TlsConversation CONVERSATION =
            new Reading().know(PAIR).feed(PAIR).end().conversation();

    private static int hello() {
        return CONVERSATION.records().getFirst().size();
    }

    @Test
    void anyCountIsLedToItsFieldAndToTheRecordOfThatSize() {
        List<String> sentences = ByteCount.of(CONVERSATION, Direction.TX, 877).sentences();

        assertThat(sentences)
                .hasSize(2)
                .first()
                .asString()
                .startsWith("byte 877 sent = in the client's Certificate, in certificate 1, certificate");
        assertThat(sentences.getLast())
                .isEqualTo("877 bytes are also the size of one record, the client's Certificate: 877 = 5 + 4 + 3 + 3"
                        + " + 862");
    }

    @Test
    void atABorderBothSidesAreTold() {
        List<String> sentences =
                ByteCount.of(CONVERSATION, Direction.TX, hello() + 877).sentences();

        assertThat(sentences)
                .containsExactly(
                        "byte " + (hello() + 877)
                                + " sent = last byte of the client's Certificate, in certificate 1, certificate,"
                                + " signatureValue",
                        "the next one = first byte of the client's ClientKeyExchange, in record header, content type");
    }

    @Test
    void aCountThatNeverCrossedIsToldSo() {
        long sent = PAIR.stream(Direction.TX).length();

        assertThat(ByteCount.of(CONVERSATION, Direction.TX, sent + 1).sentences())
                .containsExactly("byte " + (sent + 1) + " sent lies in no record: " + sent + " bytes were sent");
    }

    @Test
    void aKnownLimitIsNamed() {
        assertThat(ByteCount.of(CONVERSATION, Direction.RX, 1460).sentences())
                .anyMatch(sentence -> sentence.startsWith("1460 is the most that AT+QISEND takes at once"));
        assertThat(ByteCount.of(CONVERSATION, Direction.RX, 1459).sentences())
                .noneMatch(sentence -> sentence.startsWith("1459 is"));
    }

    @Test
    void messagesThatShareARecordHaveBordersToo() {
        Bytes certificate = TlsDissectorTest.certificate(TlsPair.CLIENT.der());
        Bytes done = TlsDissectorTest.message(14, Bytes.empty());
        TlsConversation conversation = new Reading()
                .feed(Direction.RX, TlsDissectorTest.record(22, certificate.plus(done)))
                .conversation();

        assertThat(ByteCount.of(conversation, Direction.RX, 877).sentences())
                .containsExactly(
                        "byte 877 received = last byte of the server's Certificate, in certificate 1, certificate,"
                                + " signatureValue",
                        "the next one = first byte of the server's ServerHelloDone, in handshake header, msg type");
    }

    @Test
    void everyByteOfASessionHasAnAddressThatHoldsIt() {
        for (Direction direction : Direction.values()) {
            int length = PAIR.stream(direction).length();
            for (int count = 1; count <= length; count++) {
                ByteAddress address =
                        ByteAddress.of(CONVERSATION, direction, count).orElseThrow();
                assertThat(address.record().from()).isLessThan(count);
                assertThat(address.record().to()).isGreaterThanOrEqualTo(count);
                assertThat(address.path()).isNotEmpty();
                for (int i = 1; i < address.path().size(); i++) {
                    assertThat(address.path().get(i).from())
                            .isGreaterThanOrEqualTo(address.path().get(i - 1).from());
                }
            }
        }
    }
}
