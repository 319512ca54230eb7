package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decoder makes of the bytes of real handshakes, of broken ones and of nonsense. */
class TlsDecoderTest {
    static final String[] TEXTS = {"publish this", "received", "and again", "farewell"};

    /** A decoder and what it gave out. */
    static final class Reading {
        final List<ApplicationBytes> out = new ArrayList<>();
        final TlsDecoder decoder = new TlsDecoder(3, out::add);
        private final long[] offsets = new long[2];
        private long nanos;

        Reading feed(Direction direction, Bytes bytes) {
            int way = direction == Direction.TX ? 0 : 1;
            decoder.accept(direction, offsets[way], bytes, true, ++nanos);
            offsets[way] += bytes.length();
            return this;
        }

        Reading feed(TlsPair pair) {
            pair.pieces.forEach(piece -> feed(piece.direction(), piece.bytes()));
            return this;
        }

        /** Feeds the same bytes in the same order, cut at random. */
        Reading feedCut(TlsPair pair, Random random, int most) {
            for (TlsPair.Piece piece : pair.pieces) {
                int at = 0;
                while (at < piece.bytes().length()) {
                    int next = Math.min(piece.bytes().length(), at + 1 + random.nextInt(most));
                    feed(piece.direction(), piece.bytes().slice(at, next));
                    at = next;
                }
            }
            return this;
        }

        Reading know(TlsPair pair) {
            pair.secrets.forEach(line -> decoder.secret(line.label(), line.clientRandom(), line.secret()));
            return this;
        }

        Reading end() {
            decoder.closed(++nanos);
            return this;
        }

        TlsConversation conversation() {
            return decoder.conversation();
        }

        String text(Direction direction) {
            return Bytes.concat(out.stream()
                            .filter(piece -> piece.direction() == direction)
                            .map(ApplicationBytes::bytes)
                            .toList())
                    .utf8();
        }

        List<String> titles() {
            return conversation().messages().stream()
                    .map(message -> message.direction().word() + " " + message.title())
                    .toList();
        }
    }

    static Stream<Arguments> suites() {
        return Stream.of(
                Arguments.of("gcm 128", new TlsPair().mutual()),
                Arguments.of(
                        "gcm 256, ECDSA",
                        new TlsPair()
                                .suite(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)
                                .server(TlsPair.SERVER_EC)),
                Arguments.of(
                        "chacha20", new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)),
                Arguments.of("plain RSA, gcm", new TlsPair().suite(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256)),
                Arguments.of(
                        "cbc sha1, encrypt then MAC",
                        new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)),
                Arguments.of(
                        "cbc sha1, MAC then encrypt",
                        new TlsPair()
                                .suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)
                                .macThenEncrypt()),
                Arguments.of(
                        "cbc sha256",
                        new TlsPair()
                                .suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256)
                                .macThenEncrypt()),
                Arguments.of(
                        "cbc sha384", new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384)),
                Arguments.of(
                        "ccm 8",
                        new TlsPair()
                                .suite(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8)
                                .server(TlsPair.SERVER_EC)),
                Arguments.of("ccm", new TlsPair().suite(CipherSuite.TLS_RSA_WITH_AES_256_CCM)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suites")
    void readsTheApplicationDataOfEverySuite(String name, TlsPair pair) {
        pair.talk(TEXTS);

        Reading reading = new Reading().know(pair).feed(pair).end();

        assertThat(reading.conversation().problems()).isEmpty();
        assertThat(reading.text(Direction.TX)).isEqualTo("publish thisand again");
        assertThat(reading.text(Direction.RX)).isEqualTo("receivedfarewell");
        assertThat(reading.conversation().records()).allMatch(TlsRecord::readable);
        assertThat(reading.conversation().result()).isEqualTo(TlsConversation.Result.CLOSED);
        assertThat(reading.conversation().version()).isEqualTo("TLS 1.2");
        assertThat(reading.conversation().sni()).isEqualTo("broker.example");
        assertThat(reading.conversation().alpn()).isEqualTo("x-amzn-mqtt-ca");
        assertThat(reading.titles()).contains("tx Finished", "rx Finished");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suites")
    void aSecretThatComesLateOpensWhatCameBefore(String name, TlsPair pair) {
        pair.talk(TEXTS);

        Reading before = new Reading().know(pair).feed(pair).end();
        Reading after = new Reading().feed(pair).end();
        assertThat(after.out).isEmpty();
        TlsConversation sealed = after.conversation();
        after.know(pair);

        assertThat(after.conversation()).isEqualTo(before.conversation());
        assertThat(after.out).isEqualTo(before.out);
        assertThat(sealed.steps()).isEqualTo(before.conversation().steps());
        assertThat(sealed.messages()).anyMatch(message -> message.title().equals("Encrypted handshake message"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suites")
    void thePiecesTheBytesComeInMakeNoDifference(String name, TlsPair pair) {
        pair.talk(TEXTS);
        Shape whole = Shape.of(new Reading().know(pair).feed(pair).end());
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Reading cut = new Reading();
            if (seed % 2 == 0) {
                cut.know(pair);
            }
            cut.feedCut(pair, random, seed < 10 ? 7 : 700);
            if (seed % 2 == 1) {
                cut.know(pair);
            }
            assertThat(Shape.of(cut.end())).as("seed %d", seed).isEqualTo(whole);
        }
    }

    /** A conversation without its times, which differ with the pieces. */
    record Shape(
            List<String> records,
            List<String> messages,
            List<HandshakeStep.Status> steps,
            TlsConversation.Result result,
            List<String> problems,
            String sent,
            String received) {
        static Shape of(Reading reading) {
            TlsConversation conversation = reading.conversation();
            return new Shape(
                    conversation.records().stream()
                            .map(r -> r.index() + " " + r.direction() + " " + r.type() + " " + r.from() + ".." + r.to()
                                    + " " + r.encrypted() + r.readable() + r.plaintext().hex())
                            .toList(),
                    conversation.messages().stream()
                            .map(m -> m.index() + " " + m.direction() + " " + m.title() + " " + m.records())
                            .toList(),
                    conversation.steps().stream().map(HandshakeStep::status).toList(),
                    conversation.result(),
                    conversation.problems(),
                    reading.text(Direction.TX),
                    reading.text(Direction.RX));
        }
    }

    @Test
    void readsTls13WithItsTrafficSecrets() {
        for (int suite : new int[] {
            CipherSuite.TLS_AES_128_GCM_SHA256,
            CipherSuite.TLS_AES_256_GCM_SHA384,
            CipherSuite.TLS_CHACHA20_POLY1305_SHA256
        }) {
            TlsPair pair = new TlsPair()
                    .version(ProtocolVersion.TLSv13)
                    .suite(suite)
                    .mutual()
                    .talk(TEXTS);

            Reading reading = new Reading().feed(pair);
            assertThat(reading.conversation().version()).isEqualTo("TLS 1.3");
            assertThat(reading.conversation().result()).isEqualTo(TlsConversation.Result.ESTABLISHED);
            assertThat(reading.conversation().records()).anyMatch(record -> record.encrypted() && !record.readable());
            reading.know(pair);

            assertThat(reading.conversation().problems()).isEmpty();
            assertThat(reading.text(Direction.TX)).isEqualTo("publish thisand again");
            assertThat(reading.text(Direction.RX)).isEqualTo("receivedfarewell");
            assertThat(reading.conversation().alpn()).isEqualTo("x-amzn-mqtt-ca");
            assertThat(reading.titles())
                    .contains("rx EncryptedExtensions", "tx CertificateVerify", "rx Finished", "tx Finished");
            assertThat(reading.conversation().result()).isEqualTo(TlsConversation.Result.CLOSED);
        }
    }

    @Test
    void aRefusedClientCertificateFailsInItsOwnStateThoughTheClientWentOn() {
        TlsPair pair = new TlsPair().refusing(AlertDescription.certificate_unknown).talk();

        TlsConversation conversation = new Reading().feed(pair).end().conversation();

        assertThat(pair.stream(Direction.RX).hex()).endsWith("1503030002022e");
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.FAILED);
        HandshakeStep failed = conversation.present().orElseThrow();
        assertThat(failed.state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        assertThat(failed.status()).isEqualTo(HandshakeStep.Status.FAILED);
        assertThat(failed.recordBytes()).isEqualTo(877);
        assertThat(failed.messageBytes()).isEqualTo(872);
        assertThat(step(conversation, HandshakeState.CLIENT_FINISHED).status()).isEqualTo(HandshakeStep.Status.DONE);
        assertThat(step(conversation, HandshakeState.SERVER_FINISHED).status()).isEqualTo(HandshakeStep.Status.AHEAD);
        assertThat(conversation.alert().orElseThrow().title()).isEqualTo("Alert fatal certificate_unknown(46)");
        assertThat(conversation.lastSent().orElseThrow().title()).isEqualTo("Encrypted handshake message");
        assertThat(conversation.lastReceived()).isEqualTo(conversation.alert());
    }

    static HandshakeStep step(TlsConversation conversation, HandshakeState state) {
        return conversation.steps().stream()
                .filter(step -> step.state() == state)
                .findFirst()
                .orElseThrow();
    }
}
