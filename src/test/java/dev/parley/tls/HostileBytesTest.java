package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a peer sends, decoding it throws nothing, tells the same whatever pieces it comes in, and takes its time in proportion. */
class HostileBytesTest {
    static Stream<Arguments> sessions() {
        return Stream.of(
                Arguments.of("TLS 1.2", new TlsPair().mutual().talk("a", "b")),
                Arguments.of(
                        "TLS 1.2, CBC",
                        new TlsPair()
                                .suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)
                                .talk("a")),
                Arguments.of("TLS 1.3", Tls13StatesTest.pair().mutual().talk("a", "b")));
    }

    /** Asks everything that a conversation can be asked. */
    private static void ask(TlsConversation conversation) {
        for (TlsMessage message : conversation.messages()) {
            assertThat(Sum.of(conversation, message).total()).isLessThanOrEqualTo(conversation.recordBytes(message));
            assertThat(conversation.dissect(message).to()).isEqualTo(conversation.recordBytes(message));
        }
        for (TlsRecord record : conversation.records()) {
            assertThat(Sum.of(conversation, record).total()).isEqualTo(record.size());
        }
        for (Direction direction : Direction.values()) {
            for (long count : new long[] {1, 5, 6, 877, 1460, 100_000}) {
                assertThat(ByteCount.of(conversation, direction, count).sentences())
                        .isNotEmpty();
            }
        }
        Comparison.of(conversation, conversation);
        conversation.at(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void aSessionCutOffAfterAnyByteIsReadAsFarAsItGoes(String name, TlsPair pair) {
        int total =
                pair.pieces.stream().mapToInt(piece -> piece.bytes().length()).sum();
        for (int cut = 0; cut < total; cut += cut < 300 ? 1 : 7) {
            Reading reading = cut % 2 == 0 ? new Reading().know(pair) : new Reading();
            int left = cut;
            for (TlsPair.Piece piece : pair.pieces) {
                int take = Math.min(left, piece.bytes().length());
                reading.feed(piece.direction(), piece.bytes().slice(0, take));
                left -= take;
            }
            TlsConversation conversation = reading.end().conversation();
            if (cut % 13 == 0) {
                ask(conversation);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void brokenBytesThrowNothingAndThePiecesTheyComeInMakeNoDifference(String name, TlsPair pair) {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<TlsPair.Piece> broken = pair.pieces.stream()
                    .map(piece -> new TlsPair.Piece(piece.direction(), broken(piece.bytes(), random)))
                    .toList();
            Reading whole = new Reading().know(pair);
            Reading cut = new Reading().know(pair);
            for (TlsPair.Piece piece : broken) {
                whole.feed(piece.direction(), piece.bytes());
                Bytes left = piece.bytes();
                while (!left.isEmpty()) {
                    int take = Math.min(left.length(), 1 + random.nextInt(300));
                    cut.feed(piece.direction(), left.slice(0, take));
                    left = left.from(take);
                }
            }
            assertThat(TlsDecoderTest.Shape.of(cut.end()))
                    .as("%s, seed %d", name, seed)
                    .isEqualTo(TlsDecoderTest.Shape.of(whole.end()));
            if (seed % 5 == 0) {
                ask(whole.conversation());
            }
        }
    }

    @Test
    void bytesAtRandomBehindAGoodHeaderThrowNothing() {
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            Reading reading = new Reading();
            for (int i = 0; i < 6; i++) {
                byte[] body = new byte[random.nextInt(200)];
                random.nextBytes(body);
                if (body.length > 4) {
                    body[0] = (byte) random.nextInt(26);
                    body[1] = 0;
                    body[2] = (byte) (random.nextInt(8) == 0 ? 200 : 0);
                    body[3] = (byte) (body.length - 4);
                }
                reading.feed(
                        random.nextBoolean() ? Direction.TX : Direction.RX,
                        TlsDissectorTest.record(20 + random.nextInt(4), Bytes.wrap(body)));
            }
            TlsConversation conversation = reading.end().conversation();
            if (seed % 4 == 0) {
                ask(conversation);
            }
        }
    }

    /** Lists of every extension with lengths that lie. */
    @Test
    void extensionsThatLieAboutTheirLengthsAreToldMalformed() {
        for (int type = 0; type < 64; type++) {
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(64L * type + seed);
                byte[] data = new byte[random.nextInt(24)];
                random.nextBytes(data);
                Bytes extension = Bytes.of(0, type, 0, data.length).plus(Bytes.wrap(data));
                Bytes body = Bytes.concat(List.of(
                        Bytes.of(3, 3),
                        Bytes.wrap(new byte[32]),
                        Bytes.of(0, 0, 2, 0xc0, 0x2f, 1, 0, 0, extension.length()),
                        extension));
                Reading reading = new Reading()
                        .feed(Direction.TX, TlsDissectorTest.record(22, TlsDissectorTest.message(1, body)));
                ask(reading.conversation());
            }
        }
    }

    @Test
    void alertsWithoutEndTakeTimeInProportion() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            Reading reading = new Reading();
            for (int i = 0; i < 60; i++) {
                reading.feed(Direction.RX, TlsDissectorTest.record(21, Bytes.wrap(new byte[16_000])));
            }
            TlsConversation conversation = reading.conversation();
            assertThat(conversation.messages()).hasSize(60 * 8_000);
            assertThat(ByteCount.of(conversation, Direction.RX, 500_000).sentences())
                    .isNotEmpty();
        });
    }

    private static Bytes broken(Bytes good, Random random) {
        byte[] bytes = good.toArray();
        return switch (random.nextInt(3)) {
            case 0 -> good;
            case 1 -> {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                yield Bytes.wrap(bytes);
            }
            default -> {
                int at = random.nextInt(bytes.length);
                yield good.slice(0, at).plus(good.from(at + random.nextInt(bytes.length - at)));
            }
        };
    }
}
