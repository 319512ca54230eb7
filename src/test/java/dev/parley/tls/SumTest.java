package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.util.List;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Test;

/** The size of every record adds up, protected ones included, whether or not a secret opens them. */
class SumTest {
    private static String sum(TlsConversation conversation, String title) {
        return conversation.messages().stream()
                .filter(message -> message.title().equals(title))
                .reduce((first, last) -> last)
                .map(message -> Sum.of(conversation, message).text())
                .orElseThrow();
    }

    @Test
    void aFinishedOfAnAeadSuiteAddsUpWithoutItsKey() {
        TlsPair pair = new TlsPair().talk();

        assertThat(sum(new Reading().feed(pair).conversation(), "Finished"))
                .isEqualTo("45 = 5 record header + 8 explicit nonce + 16 encrypted + 16 tag");
        assertThat(sum(new Reading().know(pair).feed(pair).conversation(), "Finished"))
                .isEqualTo("45 = 5 record header + 8 explicit nonce + 16 Finished + 16 tag");
    }

    @Test
    void aRecordOfTls13HasItsInnerTypeAndItsTag() {
        TlsPair pair = Tls13StatesTest.pair().mutual().talk("hello");
        TlsConversation sealed = new Reading().feed(pair).conversation();
        TlsConversation open = new Reading().know(pair).feed(pair).conversation();

        assertThat(sum(open, "Finished"))
                .isEqualTo("58 = 5 record header + 36 Finished + 1 inner content type + 16 tag");
        assertThat(sum(open, "Application data"))
                .isEqualTo("27 = 5 record header + 5 application data + 1 inner content type + 16 tag");
        assertThat(open.messages().stream()
                        .filter(message -> message.title().equals("Certificate"))
                        .filter(message -> message.direction() == Direction.TX)
                        .map(message -> Sum.of(open, message).numbers()))
                .containsExactly("897 = 5 + 4 + 1 + 3 + 3 + 862 + 2 + 1 + 16");
        TlsMessage last = sealed.messages().getLast();
        assertThat(Sum.of(sealed, last).text())
                .startsWith(sealed.recordBytes(last) + " = 5 record header + ")
                .endsWith(" encrypted content and its type + 16 tag");
    }

    @Test
    void everyRecordAddsUpInEverySuite() {
        for (TlsPair pair : List.of(
                new TlsPair().mutual(),
                new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA),
                new TlsPair()
                        .suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)
                        .macThenEncrypt(),
                new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256),
                Tls13StatesTest.pair().mutual())) {
            pair.talk("one", "two");
            for (Reading reading :
                    List.of(new Reading().feed(pair), new Reading().know(pair).feed(pair))) {
                TlsConversation conversation = reading.end().conversation();
                for (TlsRecord record : conversation.records()) {
                    Sum sum = Sum.of(conversation, record);
                    assertThat(sum.total()).as(sum.text()).isEqualTo(record.size());
                    assertThat(sum.parts())
                            .as(sum.text())
                            .noneMatch(part -> part.what().contains("belongs to no message"));
                }
                for (TlsMessage message : conversation.messages()) {
                    Sum sum = Sum.of(conversation, message);
                    assertThat(sum.total()).as(sum.text()).isEqualTo(conversation.recordBytes(message));
                }
            }
        }
    }

    @Test
    void aRecordFullOfAlertsIsExplainedWithoutNamingAllTheOthersInEach() {
        int many = 2000;
        byte[] record = new byte[5 + 2 * many];
        record[0] = 21;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) ((2 * many) >> 8);
        record[4] = (byte) (2 * many);
        for (int i = 5; i < record.length; i += 2) {
            record[i] = 1;
            record[i + 1] = 90;
        }
        TlsConversation conversation = new TlsDecoderTest.Reading()
                .feed(Direction.TX, Bytes.copyOf(record))
                .end()
                .conversation();
        assertThat(conversation.messages()).hasSize(many);

        for (TlsMessage message : conversation.messages()) {
            Sum sum = Sum.of(conversation, message);
            assertThat(sum.total()).isEqualTo(record.length);
            assertThat(sum.parts()).hasSizeLessThanOrEqualTo(1 + 16 + 1 + 1);
        }
        assertThat(Sum.of(conversation, conversation.messages().get(1000)).text())
                .isEqualTo(
                        "4005 = 5 record header + 2000 1000 other messages + 2 level and description + 1998 999 other"
                                + " messages");
        assertThat(TlsDissectorTest.covered(
                        conversation.dissect(conversation.messages().get(1000))))
                .isEqualTo(record.length);
    }
}
