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
                Arguments.of("chacha20", new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)),
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
                Arguments.of("cbc sha384", new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384)),
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
        assertThat(sealed.messages()).anyMatch(message -> message.title().equals("Finished"));
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
                                    + " " + r.encrypted() + r.readable()
                                    + r.plaintext().hex())
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
        TlsPair pair =
                new TlsPair().refusing(AlertDescription.certificate_unknown).talk();

        TlsConversation conversation = new Reading().feed(pair).end().conversation();

        assertThat(pair.stream(Direction.RX).hex()).endsWith("1503030002022e");
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.FAILED);
        HandshakeStep failed = conversation.present().orElseThrow();
        assertThat(failed.state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        assertThat(failed.status()).isEqualTo(HandshakeStep.Status.FAILED);
        assertThat(failed.recordBytes()).isEqualTo(877);
        assertThat(failed.messageBytes()).isEqualTo(872);
        assertThat(conversation.goneOn().orElseThrow().state())
                .as("where the client stood when it was refused")
                .isEqualTo(HandshakeState.CLIENT_FINISHED);
        assertThat(conversation.last()).isEqualTo(conversation.goneOn());
        assertThat(step(conversation, HandshakeState.CLIENT_FINISHED).status()).isEqualTo(HandshakeStep.Status.DONE);
        assertThat(step(conversation, HandshakeState.SERVER_FINISHED).status()).isEqualTo(HandshakeStep.Status.AHEAD);
        assertThat(conversation.alert().orElseThrow().title()).isEqualTo("Alert fatal certificate_unknown(46)");
        assertThat(conversation.lastSent().orElseThrow().title()).isEqualTo("Finished");
        assertThat(conversation.lastReceived()).isEqualTo(conversation.alert());
    }

    @Test
    void theAlertIsReadThoughTheSocketWasAlreadyOver() {
        TlsPair pair = new TlsPair().refusing(AlertDescription.bad_certificate).talk();
        Bytes alert = pair.pieces.getLast().bytes();
        Reading reading = new Reading();
        pair.pieces.subList(0, pair.pieces.size() - 1).forEach(piece -> reading.feed(piece.direction(), piece.bytes()));

        assertThat(reading.conversation().present().orElseThrow().state())
                .isEqualTo(HandshakeState.SERVER_CHANGE_CIPHER_SPEC);
        assertThat(reading.conversation().present().orElseThrow().status()).isEqualTo(HandshakeStep.Status.PRESENT);
        reading.end();
        assertThat(reading.conversation().present().orElseThrow().status()).isEqualTo(HandshakeStep.Status.FAILED);
        assertThat(reading.conversation().alert()).isEmpty();
        reading.feed(Direction.RX, alert);
        assertThat(reading.conversation().present().orElseThrow().state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        assertThat(reading.conversation().alert().orElseThrow().description()).isEqualTo(42);
    }

    /** Where the client stands after each message of a mutual handshake, in mbedTLS's numbers. */
    @Test
    void thePresentStateFollowsTheWire() {
        TlsPair pair = new TlsPair().mutual().talk();
        Reading reading = new Reading();
        List<Integer> numbers =
                new ArrayList<>(List.of(number(reading.conversation().present().orElseThrow())));
        for (TlsPair.Piece piece : pair.pieces) {
            for (Bytes record : records(piece.bytes())) {
                reading.feed(piece.direction(), record);
                reading.conversation().present().ifPresent(step -> numbers.add(number(step)));
            }
        }
        assertThat(numbers).containsExactly(0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(step(reading.conversation(), HandshakeState.SERVER_NEW_SESSION_TICKET)
                        .status())
                .isEqualTo(HandshakeStep.Status.SKIPPED);
        assertThat(step(reading.conversation(), HandshakeState.HANDSHAKE_OVER).status())
                .isEqualTo(HandshakeStep.Status.DONE);
        assertThat(reading.conversation().steps())
                .filteredOn(step -> step.message().isPresent())
                .extracting(HandshakeStep::recordBytes)
                .endsWith(877, 75, 269, 6, 45, 6, 45);
    }

    @Test
    void withoutACertificateRequestTheClientGoesFromServerHelloDoneToItsKeyExchange() {
        TlsPair pair = new TlsPair().talk();
        Reading reading = new Reading();
        reading.feed(Direction.TX, pair.pieces.get(0).bytes());
        reading.feed(Direction.RX, pair.pieces.get(1).bytes());

        assertThat(reading.conversation().present().orElseThrow().state())
                .isEqualTo(HandshakeState.CLIENT_KEY_EXCHANGE);
        assertThat(step(reading.conversation(), HandshakeState.CLIENT_CERTIFICATE)
                        .status())
                .isEqualTo(HandshakeStep.Status.SKIPPED);
        assertThat(step(reading.conversation(), HandshakeState.CERTIFICATE_VERIFY)
                        .status())
                .isEqualTo(HandshakeStep.Status.SKIPPED);
        assertThat(step(reading.conversation(), HandshakeState.SERVER_FINISHED).status())
                .isEqualTo(HandshakeStep.Status.AHEAD);
    }

    @Test
    void anEmptyClientCertificateNeedsNoVerify() {
        TlsPair pair = new TlsPair().askWithoutAnswer().talk();
        TlsConversation conversation = new Reading().feed(pair).end().conversation();

        assertThat(step(conversation, HandshakeState.CLIENT_CERTIFICATE).recordBytes())
                .isEqualTo(12);
        assertThat(step(conversation, HandshakeState.CERTIFICATE_VERIFY).status())
                .isEqualTo(HandshakeStep.Status.SKIPPED);
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.CLOSED);
    }

    @Test
    void aResumedHandshakeSkipsWhatItDoesNotNeed() {
        TlsPair first = new TlsPair().talk("one");
        TlsPair second = new TlsPair().resuming(first).talk(TEXTS);
        Reading reading = new Reading().know(second).feed(second).end();
        TlsConversation conversation = reading.conversation();

        assertThat(conversation.problems()).isEmpty();
        assertThat(reading.text(Direction.TX)).isEqualTo("publish thisand again");
        assertThat(conversation.steps())
                .filteredOn(step -> step.status() == HandshakeStep.Status.SKIPPED)
                .extracting(TlsDecoderTest::number)
                .containsExactly(3, 4, 5, 6, 7, 8, 9, 17);
        HandshakeStep server = step(conversation, HandshakeState.SERVER_FINISHED);
        HandshakeStep client = step(conversation, HandshakeState.CLIENT_FINISHED);
        assertThat(server.endNanos()).isLessThanOrEqualTo(client.startNanos());
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.CLOSED);
    }

    @Test
    void bytesTheModemRefusedDoNotCountAsSent() {
        TlsPair pair = new TlsPair().mutual().talk("hello");
        List<Bytes> flight = records(pair.pieces.get(2).bytes());
        Reading reading = new Reading();
        reading.feed(Direction.TX, pair.pieces.get(0).bytes());
        reading.feed(Direction.RX, pair.pieces.get(1).bytes());
        long offset = pair.pieces.get(0).bytes().length();
        reading.decoder.accept(Direction.TX, offset, flight.get(0), false, 50);

        HandshakeStep refused = reading.conversation().present().orElseThrow();
        assertThat(refused.state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        assertThat(refused.status()).isEqualTo(HandshakeStep.Status.PRESENT);
        assertThat(refused.recordBytes()).isEqualTo(877);

        // the host sends it again, and all goes well
        reading.know(pair);
        for (int i = 2; i < pair.pieces.size(); i++) {
            reading.feed(pair.pieces.get(i).direction(), pair.pieces.get(i).bytes());
        }
        assertThat(reading.conversation().problems()).isEmpty();
        assertThat(reading.text(Direction.TX)).isEqualTo("hello");
        assertThat(step(reading.conversation(), HandshakeState.CLIENT_CERTIFICATE)
                        .status())
                .isEqualTo(HandshakeStep.Status.DONE);
    }

    /** One record in two sends: the modem takes the first, refuses the second twice, then takes it. */
    @Test
    void theRefusedHalfOfARecordIsSentAgain() {
        TlsPair pair = new TlsPair().mutual().talk("hello");
        Bytes flight = pair.pieces.get(2).bytes();
        Reading reading = new Reading().know(pair);
        reading.feed(Direction.TX, pair.pieces.get(0).bytes());
        reading.feed(Direction.RX, pair.pieces.get(1).bytes());
        long offset = pair.pieces.get(0).bytes().length();
        reading.decoder.accept(Direction.TX, offset, flight.slice(0, 577), true, 50);
        for (int time = 0; time < 2; time++) {
            reading.decoder.accept(Direction.TX, offset + 577, flight.slice(577, 877), false, 51 + time);
            assertThat(reading.conversation().present().orElseThrow().state())
                    .isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        }
        reading.decoder.accept(Direction.TX, offset + 577, flight.from(577), true, 53);
        assertThat(step(reading.conversation(), HandshakeState.CLIENT_CERTIFICATE)
                        .status())
                .isEqualTo(HandshakeStep.Status.DONE);
        assertThat(reading.conversation().problems()).isEmpty();
        assertThat(reading.titles()).endsWith("tx CertificateVerify", "tx ChangeCipherSpec", "tx Finished");
    }

    @Test
    void aRecordCutOffAtTheEndIsShownWithWhatCame() {
        TlsPair pair = new TlsPair().mutual().talk();
        Reading reading = new Reading();
        reading.feed(Direction.TX, pair.pieces.get(0).bytes());
        reading.feed(Direction.RX, pair.pieces.get(1).bytes());
        reading.feed(Direction.TX, pair.pieces.get(2).bytes().slice(0, 500));
        assertThat(reading.conversation().records()).allMatch(TlsRecord::isWhole);
        TlsConversation conversation = reading.end().conversation();

        TlsMessage.Handshake last =
                (TlsMessage.Handshake) conversation.lastSent().orElseThrow();
        assertThat(last.complete()).isFalse();
        assertThat(last.title()).isEqualTo("Certificate");
        assertThat(last.length()).isEqualTo(872);
        assertThat(conversation.problems())
                .contains("the client's stream ends in the middle of a record: 500 of its 877 bytes came");
        HandshakeStep failed = conversation.present().orElseThrow();
        assertThat(failed.state()).isEqualTo(HandshakeState.CLIENT_CERTIFICATE);
        assertThat(failed.recordBytes()).isEqualTo(500);
        assertThat(Sum.of(conversation, last).total()).isEqualTo(500);
        assertThat(ByteAddress.of(
                                conversation,
                                Direction.TX,
                                conversation.records().getFirst().size() + 500)
                        .orElseThrow()
                        .last())
                .isTrue();
    }

    @Test
    void bytesThatAreMissingAreToldAndTheNextRecordIsFound() {
        TlsPair pair = new TlsPair().talk();
        Bytes received = pair.stream(Direction.RX);
        Reading reading = new Reading().feed(Direction.TX, pair.pieces.get(0).bytes());
        List<Bytes> records = records(received);
        int first = records.get(0).length();
        reading.decoder.accept(Direction.RX, 0, received.slice(0, first + 100), true, 5);
        reading.decoder.accept(Direction.RX, first + 150, received.from(first + 150), true, 6);

        assertThat(reading.titles())
                .contains("rx ServerHello", "rx ServerHelloDone")
                .doesNotContain("rx Certificate");
        assertThat(reading.conversation().problems().getFirst())
                .isEqualTo("50 bytes of the server's stream are missing at byte " + (first + 100)
                        + ", in the middle of a record");
    }

    @Test
    void whatIsNoTlsIsToldAndPassedOn() {
        Reading mqtt = new Reading();
        Bytes connect = Bytes.hex("101000044d5154540402003c000474657374");
        for (int i = 0; i < connect.length(); i++) {
            mqtt.feed(Direction.TX, connect.slice(i, i + 1));
        }
        mqtt.feed(Direction.RX, Bytes.of(0x20, 2, 0, 0));
        assertThat(mqtt.conversation().result()).isEqualTo(TlsConversation.Result.NOT_TLS);
        assertThat(mqtt.conversation().problems())
                .containsExactly(
                        "the client's first bytes are no TLS: they look like a plain MQTT CONNECT: the client speaks"
                                + " MQTT without TLS",
                        "the server's first bytes are no TLS: they look like a plain MQTT CONNACK: the server speaks"
                                + " MQTT without TLS");
        assertThat(Bytes.concat(mqtt.out.stream()
                        .filter(piece -> piece.direction() == Direction.TX)
                        .map(ApplicationBytes::bytes)
                        .toList()))
                .isEqualTo(connect);
        assertThat(mqtt.out).allMatch(piece -> piece.record() == ApplicationBytes.NO_RECORD);

        Reading http = new Reading()
                .feed(Direction.TX, new TlsPair().talk().pieces.getFirst().bytes())
                .feed(Direction.RX, Bytes.latin1("HTTP/1.1 400 Bad Request\r\n"));
        assertThat(http.conversation().problems().getFirst()).contains("look like HTTP: \"HTTP/1.1 400 Bad\"");
        assertThat(step(http.conversation(), HandshakeState.CLIENT_HELLO).status())
                .isEqualTo(HandshakeStep.Status.DONE);
        Reading text = new Reading().feed(Direction.RX, Bytes.latin1("220 ready\r\n"));
        assertThat(text.conversation().problems().getFirst()).contains("text: \"220 ready\"");
        // a header that begins well and cannot be one is no TLS either, and not a byte of it is lost
        Reading almost = new Reading().feed(Direction.TX, Bytes.of(22, 3)).feed(Direction.TX, Bytes.of(9, 1, 2, 3));
        assertThat(almost.conversation().result()).isEqualTo(TlsConversation.Result.NOT_TLS);
        assertThat(Bytes.concat(almost.out.stream().map(ApplicationBytes::bytes).toList())
                        .hex())
                .isEqualTo("160309010203");
    }

    /** Mutations of a good transcript: never an exception, whatever is asked of the result. */
    @Test
    void noBytesMakeItThrow() {
        TlsPair[] pairs = {
            new TlsPair().mutual().talk("a", "b"),
            new TlsPair()
                    .version(ProtocolVersion.TLSv13)
                    .suite(CipherSuite.TLS_AES_128_GCM_SHA256)
                    .mutual()
                    .talk("a", "b"),
            new TlsPair().suite(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA).talk("a")
        };
        long began = System.nanoTime();
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            TlsPair pair = pairs[seed % pairs.length];
            try {
                Reading reading = random.nextInt(4) == 0 ? new Reading().know(pair) : new Reading();
                for (TlsPair.Piece piece : pair.pieces) {
                    reading.feed(piece.direction(), mutate(piece.bytes(), random));
                }
                if (seed % 4 == 0) {
                    reading.know(pair);
                }
                reading.end();
                TlsConversation conversation = reading.conversation();
                assertThat(conversation.steps())
                        .extracting(HandshakeStep::state)
                        .isSubsetOf(HandshakeState.values());
                if (seed % 10 == 0) {
                    for (TlsMessage message : conversation.messages()) {
                        assertThat(Sum.of(conversation, message).total())
                                .isLessThanOrEqualTo(conversation.recordBytes(message));
                        conversation.dissect(message);
                    }
                    for (Direction direction : Direction.values()) {
                        ByteAddress.of(conversation, direction, 1 + random.nextInt(3000))
                                .ifPresent(ByteAddress::text);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.printf("20000 broken transcripts in %d ms%n", (System.nanoTime() - began) / 1_000_000);
    }

    /** The most unkind bytes: a message in records of one byte each, and messages without bodies by the thousand. */
    @Test
    void unkindFramesTakeTimeInProportionToTheirSize() {
        Bytes certificate = TlsDissectorTest.certificate(Bytes.wrap(new byte[60_000]));
        Reading crumbs = new Reading();
        for (int i = 0; i < certificate.length(); i++) {
            crumbs.feed(Direction.TX, TlsDissectorTest.record(22, certificate.slice(i, i + 1)));
        }
        TlsConversation conversation = crumbs.conversation();
        TlsMessage message = conversation.messages().getFirst();
        assertThat(message.records()).hasSize(60_010);
        assertThat(Sum.of(conversation, message).total()).isEqualTo(6 * 60_010);
        assertThat(ByteAddress.of(conversation, Direction.TX, 6 * 60_010)
                        .orElseThrow()
                        .last())
                .isTrue();

        Reading many = new Reading();
        for (int i = 0; i < 50; i++) {
            many.feed(Direction.RX, TlsDissectorTest.record(22, Bytes.wrap(new byte[16_384])));
        }
        assertThat(many.conversation().messages()).hasSize(50 * 4096);
        assertThat(Sum.of(many.conversation(), many.conversation().messages().get(100_000))
                        .total())
                .isEqualTo(16_389);
    }

    private static Bytes mutate(Bytes good, Random random) {
        byte[] bytes = good.toArray();
        switch (random.nextInt(4)) {
            case 0 -> {
                return good;
            }
            case 1 -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> {
                int from = random.nextInt(bytes.length);
                int to = from + random.nextInt(bytes.length - from);
                return good.slice(0, from).plus(good.from(to));
            }
            default -> {
                int at = random.nextInt(bytes.length);
                byte[] added = new byte[random.nextInt(20)];
                random.nextBytes(added);
                return Bytes.concat(List.of(good.slice(0, at), Bytes.wrap(added), good.from(at)));
            }
        }
        return Bytes.wrap(bytes);
    }

    /** The records of a run of bytes that holds whole ones. */
    static List<Bytes> records(Bytes bytes) {
        List<Bytes> records = new ArrayList<>();
        int at = 0;
        while (at < bytes.length()) {
            int next = at + 5 + bytes.u16(at + 3);
            records.add(bytes.slice(at, next));
            at = next;
        }
        return records;
    }

    private static int number(HandshakeStep step) {
        return MbedTlsLine.V2_16.number(step.state()).orElseThrow();
    }

    static HandshakeStep step(TlsConversation conversation, HandshakeState state) {
        return conversation.steps().stream()
                .filter(step -> step.state() == state)
                .findFirst()
                .orElseThrow();
    }
}
