package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Test;

/** Two handshakes side by side: what must differ is no difference, and the first one that does is found. */
class ComparisonTest {
    private static TlsConversation read(TlsPair pair) {
        return new Reading().know(pair).feed(pair).end().conversation();
    }

    private static List<String> told(Comparison.Row row) {
        return row.differences().stream()
                .map(one -> one.field() + ": " + one.first() + " | " + one.second())
                .toList();
    }

    @Test
    void twoHandshakesOfTheSameKindDoNotDiffer() {
        for (Comparison comparison : List.of(
                Comparison.of(
                        read(new TlsPair().mutual().talk()),
                        read(new TlsPair().mutual().talk())),
                Comparison.of(
                        read(Tls13StatesTest.pair().mutual().talk("a")),
                        read(Tls13StatesTest.pair().mutual().talk("another text"))))) {
            assertThat(comparison.rows()).hasSizeGreaterThan(12).allMatch(Comparison.Row::isPaired);
            assertThat(comparison.firstDifference().map(ComparisonTest::told)).isEmpty();
        }
    }

    @Test
    void anotherOfferIsToldByItsFieldsAndTheFirstRowIsMarked() {
        Comparison comparison = Comparison.of(
                read(new TlsPair().mutual().talk()),
                read(new TlsPair()
                        .suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)
                        .mutual()
                        .talk()));

        Comparison.Row first = comparison.firstInBytes().orElseThrow();
        assertThat(first).isEqualTo(comparison.firstDifference().orElseThrow());
        assertThat(first.title()).isEqualTo("ClientHello");
        assertThat(told(first))
                .containsExactly("cipher_suites: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xc02f) |"
                        + " TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (0xc030)");
        assertThat(told(comparison.rows().get(1)))
                .containsExactly("cipher_suite: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xc02f) |"
                        + " TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (0xc030)");
    }

    @Test
    void whatOneSideCannotReadIsItsCounterpartAllTheSame() {
        for (TlsPair pair : List.of(
                new TlsPair().mutual().talk("a"),
                Tls13StatesTest.pair().mutual().talk("a"))) {
            TlsConversation open = read(pair);
            TlsConversation sealed = new Reading().feed(pair).end().conversation();

            Comparison comparison = Comparison.of(sealed, open);

            assertThat(comparison.rows().stream().filter(row -> !row.isPaired()).map(Comparison.Row::title))
                    .isEmpty();
            assertThat(comparison.firstDifference().map(ComparisonTest::told)).isEmpty();
            assertThat(comparison.rows())
                    .filteredOn(Comparison.Row::isUnreadableInFirst)
                    .extracting(Comparison.Row::title)
                    .contains("Finished");
            assertThat(Comparison.of(open, sealed).rows())
                    .filteredOn(Comparison.Row::isUnreadableInSecond)
                    .extracting(Comparison.Row::title)
                    .contains("Finished");
        }
    }

    /** The same handshake with what the server says after its hello in other pieces, and the client's ChangeCipherSpec among them. */
    private static Reading told(TlsPair pair, Reading reading, boolean early) {
        List<TlsPair.Piece> pieces = pair.pieces;
        reading.feed(pieces.get(0).direction(), pieces.get(0).bytes());
        List<Bytes> answer = TlsDecoderTest.records(pieces.get(1).bytes());
        List<Bytes> next = TlsDecoderTest.records(pieces.get(2).bytes());
        assertThat(next.getFirst().u8(0)).as("the client's ChangeCipherSpec").isEqualTo(20);
        for (int i = 0; i < answer.size(); i++) {
            reading.feed(Direction.RX, answer.get(i));
            if (early && i == 2) {
                reading.feed(Direction.TX, next.getFirst());
            }
        }
        next.subList(early ? 1 : 0, next.size()).forEach(record -> reading.feed(Direction.TX, record));
        pieces.subList(3, pieces.size()).forEach(piece -> reading.feed(piece.direction(), piece.bytes()));
        return reading.end();
    }

    @Test
    void aHandshakeRecordedWithoutKeysIsTheSameWhereverItsChangeCipherSpecLeft() {
        TlsPair pair = Tls13StatesTest.pair().mutual().talk("a");
        TlsConversation sealed = told(pair, new Reading(), true).conversation();
        TlsConversation open = told(pair, new Reading().know(pair), false).conversation();

        for (Comparison comparison : List.of(Comparison.of(sealed, open), Comparison.of(open, sealed))) {
            assertThat(comparison.firstDifference().map(ComparisonTest::told)).isEmpty();
            assertThat(comparison.rows())
                    .allMatch(Comparison.Row::isPaired)
                    .allMatch(row -> row.firstBytes() == row.secondBytes())
                    .extracting(Comparison.Row::title)
                    .contains("EncryptedExtensions", "CertificateVerify", "Finished");
        }
    }

    @Test
    void whereOneSaysLessTheRecordsOfTheSameSizeArePairedAllTheSame() {
        TlsPair mutual = Tls13StatesTest.pair().mutual().talk("a");
        TlsPair plain = Tls13StatesTest.pair().talk("a");

        Comparison comparison = Comparison.of(
                new Reading().feed(plain).end().conversation(),
                new Reading().know(mutual).feed(mutual).end().conversation());

        assertThat(comparison.rows())
                .filteredOn(row -> !row.isPaired())
                .extracting(row -> row.second().orElseThrow().direction().word() + " " + row.title())
                .containsExactly("rx CertificateRequest", "tx Certificate", "tx CertificateVerify");
    }

    @Test
    void whatOnlyOneHasIsADifferenceInOrder() {
        Comparison comparison = Comparison.of(read(new TlsPair().mutual().talk()), read(new TlsPair().talk()));

        assertThat(comparison.firstInOrder().orElseThrow().title()).isEqualTo("CertificateRequest");
        assertThat(comparison.rows())
                .filteredOn(Comparison.Row::differsInOrder)
                .extracting(Comparison.Row::title)
                .containsExactly("CertificateRequest", "Certificate", "CertificateVerify");
        assertThat(comparison.rows())
                .allMatch(row -> row.second().isEmpty() || row.first().isPresent());
    }

    @Test
    void aRefusalIsFoundAfterTheLastThingBothSaid() {
        Comparison comparison = Comparison.of(
                read(new TlsPair().mutual().talk()),
                read(new TlsPair()
                        .refusing(AlertDescription.certificate_unknown)
                        .talk()));

        assertThat(comparison.firstInBytes()).isEmpty();
        assertThat(comparison.rows())
                .filteredOn(row -> row.second().isPresent() && row.first().isEmpty())
                .extracting(Comparison.Row::title)
                .containsExactly("Alert fatal certificate_unknown(46)");
    }

    @Test
    void anotherCertificateAndAnotherCutIntoRecordsAreTold() {
        Bytes one = TlsDissectorTest.certificate(TlsPair.CLIENT.der());
        Bytes other = TlsDissectorTest.certificate(TlsPair.SERVER_EC.der());
        TlsConversation whole = new Reading()
                .feed(Direction.TX, TlsDissectorTest.record(22, one))
                .conversation();
        TlsConversation cut = new Reading()
                .feed(Direction.TX, TlsDissectorTest.record(22, one.slice(0, 256)))
                .feed(Direction.TX, TlsDissectorTest.record(22, one.from(256)))
                .conversation();
        TlsConversation another = new Reading()
                .feed(Direction.TX, TlsDissectorTest.record(22, other))
                .conversation();

        assertThat(told(Comparison.of(whole, cut).rows().getFirst()))
                .containsExactly("records: one record | 2 records of 261, 621");
        assertThat(told(Comparison.of(whole, another).rows().getFirst()))
                .anyMatch(text -> text.equals(
                        "certificate_1, certificate, subject, commonName: AWS IoT Certificate |" + " localhost"))
                .anyMatch(text -> text.startsWith("certificate_1, certificate, subjectPublicKeyInfo"));
    }

    @Test
    void whereWordsAreTheSameTheFirstByteThatDiffersIsTold() {
        Bytes one = TlsDissectorTest.certificate(TlsPair.CLIENT.der());
        int last = one.length() - 1;
        Bytes flipped =
                one.slice(0, last - 253).plus(Bytes.of(one.u8(last - 253) ^ 1)).plus(one.from(last - 252));

        assertThat(told(Comparison.of(
                                new Reading()
                                        .feed(Direction.TX, TlsDissectorTest.record(22, one))
                                        .conversation(),
                                new Reading()
                                        .feed(Direction.TX, TlsDissectorTest.record(22, flipped))
                                        .conversation())
                        .rows()
                        .getFirst()))
                .singleElement()
                .asString()
                .contains("signatureValue: ")
                .containsPattern("byte 3 of 256 is [0-9a-f]{2} \\| .*byte 3 of 256 is");
    }

    @Test
    void alsoADelayIsFound() {
        TlsPair pair = new TlsPair().mutual().talk();
        Reading slow = new Reading().know(pair);
        long[] offsets = new long[2];
        long nanos = 0;
        for (int i = 0; i < pair.pieces.size(); i++) {
            TlsPair.Piece piece = pair.pieces.get(i);
            nanos += i == 2 ? 900_000_000L : 1_000_000;
            int way = piece.direction() == Direction.TX ? 0 : 1;
            slow.decoder.accept(piece.direction(), offsets[way], piece.bytes(), true, nanos);
            offsets[way] += piece.bytes().length();
        }

        Comparison comparison = Comparison.of(read(pair), slow.conversation());
        Comparison.Row late = comparison.firstInDelay().orElseThrow();
        assertThat(late.first().orElseThrow().direction()).isEqualTo(Direction.TX);
        assertThat(late.title()).isEqualTo("Certificate");
        assertThat(late.secondDelay()).isEqualTo(900_000_000L);
        assertThat(comparison.firstInBytes()).isEmpty();
    }

    @Test
    void ofAnEndlessPeerOnlyTheBeginningIsCompared() {
        Reading many = new Reading();
        for (int i = 0; i < 3; i++) {
            many.feed(Direction.RX, TlsDissectorTest.record(21, Bytes.wrap(new byte[16_000])));
        }
        TlsConversation conversation = many.conversation();
        assertThat(conversation.messages()).hasSize(24_000);

        assertThat(Comparison.of(conversation, conversation).rows()).hasSize(400);
    }
}
