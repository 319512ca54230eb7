package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte of a message has a name, and the sizes add up to what crossed the wire. */
class TlsDissectorTest {
    /** A record in the clear, made by hand. */
    static Bytes record(int type, Bytes fragment) {
        return Bytes.of(type, 3, 3, fragment.length() >> 8, fragment.length() & 0xff)
                .plus(fragment);
    }

    /** A handshake message, made by hand. */
    static Bytes message(int type, Bytes body) {
        return Bytes.of(type, body.length() >> 16, body.length() >> 8 & 0xff, body.length() & 0xff)
                .plus(body);
    }

    /** A Certificate message with one certificate. */
    static Bytes certificate(Bytes der) {
        int length = der.length();
        Bytes entry = Bytes.of(length >> 16, length >> 8 & 0xff, length & 0xff).plus(der);
        int list = entry.length();
        return message(11, Bytes.of(list >> 16, list >> 8 & 0xff, list & 0xff).plus(entry));
    }

    @Test
    void theClientCertificateRecordOf877BytesAddsUp() {
        TlsDecoderTest.Reading reading =
                new TlsDecoderTest.Reading().feed(Direction.TX, record(22, certificate(TlsPair.CLIENT.der())));
        TlsConversation conversation = reading.conversation();
        TlsMessage message = conversation.messages().getFirst();

        assertThat(Sum.of(conversation, message).text())
                .isEqualTo("877 = 5 record header + 4 handshake header + 3 list length + 3 certificate length + 862"
                        + " certificate");
        Field tree = conversation.dissect(message);
        assertThat(tree.children())
                .extracting(Field::name, Field::from, Field::to)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("record_header", 0, 5),
                        org.assertj.core.groups.Tuple.tuple("handshake_header", 5, 9),
                        org.assertj.core.groups.Tuple.tuple("certificate_list_length", 9, 12),
                        org.assertj.core.groups.Tuple.tuple("certificate_1", 12, 877));
        Field certificate = tree.children().getLast().children().getLast();
        assertThat(certificate.value()).isEqualTo("862 bytes of DER");
        assertThat(certificate.children())
                .extracting(Field::name)
                .containsExactly(
                        "version",
                        "serialNumber",
                        "signature",
                        "issuer",
                        "validity",
                        "subject",
                        "subjectPublicKeyInfo",
                        "extensions",
                        "signatureAlgorithm",
                        "signatureValue");
        assertThat(named(tree, "subject").value()).isEqualTo("CN=AWS IoT Certificate");
        assertThat(named(tree, "subjectPublicKeyInfo").value()).isEqualTo("RSA 2048 bits");
        assertThat(named(tree, "validity").value()).isEqualTo("2024-01-01T00:00:00Z to 2049-12-31T23:59:59Z");
        assertThat(ByteAddress.of(conversation, Direction.TX, 877).orElseThrow().text())
                .isEqualTo("byte 877 = last byte of the client's Certificate, in certificate 1, certificate,"
                        + " signatureValue");
        assertThat(ByteAddress.of(conversation, Direction.TX, 878)).isEmpty();
        assertThat(ByteAddress.of(conversation, Direction.TX, 1).orElseThrow().text())
                .isEqualTo("byte 1 = first byte of the client's Certificate, in record header, content type");
        assertThat(ByteAddress.inRecord(conversation, conversation.records().getFirst(), 10)
                        .orElseThrow()
                        .text())
                .isEqualTo("byte 10 = in the client's Certificate, in certificate list length");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-12-31T23:59:58Z, not valid yet on 2023-12-31",
        "2023-12-31T23:59:59Z, valid on 2024-01-01",
        "2026-11-26T12:00:00Z, valid on 2026-11-26",
        "2049-12-31T23:59:58Z, valid on 2049-12-31",
        "2049-12-31T23:59:59Z, expired by 2050-01-01"
    })
    void aCertificateIsHeldAgainstTheTimeItWasShown(Instant secondBefore, String words) {
        TlsConversation conversation = new TlsDecoderTest.Reading()
                .feed(Direction.TX, record(22, certificate(TlsPair.CLIENT.der())))
                .conversation();
        TlsMessage message = conversation.messages().getFirst();
        Instant began = secondBefore.plusSeconds(1).minusNanos(message.endNanos());

        assertThat(named(TlsDissector.dissect(conversation, message, Optional.of(began)), "validity")
                        .value())
                .isEqualTo("2024-01-01T00:00:00Z to 2049-12-31T23:59:59Z; " + words + ", the day of this session");
    }

    @Test
    void anAlertIsToldInWords() {
        TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading().feed(Direction.RX, Bytes.hex("1503030002022e"));
        TlsConversation conversation = reading.conversation();
        TlsMessage alert = conversation.messages().getFirst();

        assertThat(alert.title()).isEqualTo("Alert fatal certificate_unknown(46)");
        assertThat(Sum.of(conversation, alert).text()).isEqualTo("7 = 5 record header + 2 level and description");
        assertThat(conversation.dissect(alert).children())
                .extracting(Field::value)
                .contains(
                        "fatal (2)",
                        "certificate_unknown (46): the certificate was not accepted for a reason the peer does not"
                                + " say; usually the certificate is not registered, or not active, at the endpoint, or"
                                + " belongs to another account or region; or the CA that issued it is not registered"
                                + " there");
    }

    @Test
    void aFlightInOneRecordIsToldApart() {
        Bytes certificate = certificate(TlsPair.CLIENT.der());
        Bytes exchange = message(16, Bytes.of(65).plus(Bytes.wrap(new byte[65])));
        Bytes verify = message(15, Bytes.of(4, 1, 1, 0).plus(Bytes.wrap(new byte[256])));
        TlsPair hellos = new TlsPair().mutual().talk();
        TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading();
        reading.feed(Direction.TX, hellos.pieces.get(0).bytes());
        reading.feed(Direction.RX, hellos.pieces.get(1).bytes());
        reading.feed(Direction.TX, record(22, Bytes.concat(List.of(certificate, exchange, verify))));
        TlsConversation conversation = reading.conversation();
        List<TlsMessage> flight = conversation.messages().stream()
                .filter(message -> message.direction() == Direction.TX)
                .skip(1)
                .toList();

        assertThat(flight)
                .extracting(TlsMessage::title)
                .containsExactly("Certificate", "ClientKeyExchange", "CertificateVerify");
        assertThat(Sum.of(conversation, flight.get(0)).text())
                .isEqualTo("1211 = 5 record header + 4 handshake header + 3 list length + 3 certificate length"
                        + " + 862 certificate + 70 ClientKeyExchange + 264 CertificateVerify");
        assertThat(Sum.of(conversation, flight.get(1)).text())
                .isEqualTo("1211 = 5 record header + 872 Certificate + 4 handshake header + 1 point length"
                        + " + 65 ec point + 264 CertificateVerify");
        assertThat(named(conversation.dissect(flight.get(1)), "ec_point").from())
                .isEqualTo(5 + 872 + 4 + 1);
        assertThat(step(conversation, HandshakeState.CERTIFICATE_VERIFY).recordBytes())
                .isEqualTo(1211);
        assertThat(conversation.present().orElseThrow().state()).isEqualTo(HandshakeState.CLIENT_CHANGE_CIPHER_SPEC);
        long hello = conversation.records().getFirst().size();
        assertThat(ByteAddress.of(conversation, Direction.TX, hello + 5 + 872)
                        .orElseThrow()
                        .text())
                .contains("the client's Certificate");
        assertThat(ByteAddress.of(conversation, Direction.TX, hello + 5 + 873)
                        .orElseThrow()
                        .text())
                .endsWith("the client's ClientKeyExchange, in handshake header, msg type");
    }

    @Test
    void aCertificateInTwoRecordsHasTheHeadersOfBoth() {
        Bytes certificate = certificate(TlsPair.CLIENT.der());
        TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading()
                .feed(Direction.TX, record(22, certificate.slice(0, 512)))
                .feed(Direction.TX, record(22, certificate.from(512)));
        TlsConversation conversation = reading.conversation();
        TlsMessage message = conversation.messages().getFirst();

        assertThat(message.records()).containsExactly(0, 1);
        assertThat(conversation.recordBytes(message)).isEqualTo(882);
        assertThat(Sum.of(conversation, message).text())
                .isEqualTo("882 = 10 record headers (2) + 4 handshake header + 3 list length + 3 certificate length"
                        + " + 862 certificate");
        Field tree = conversation.dissect(message);
        assertThat(tree.children().stream().filter(field -> field.name().equals("record_header")))
                .extracting(Field::from)
                .containsExactly(0, 517);
        assertThat(named(tree, "signatureValue").to()).isEqualTo(882);
        assertThat(ByteAddress.of(conversation, Direction.TX, 518)
                        .orElseThrow()
                        .field()
                        .name())
                .isEqualTo("content_type");
        assertThat(TlsDissector.run(conversation, message).length()).isEqualTo(882);
    }

    @Test
    void theRecordsOfAnAwsLikeHandshakeAddUp() {
        TlsPair pair = new TlsPair().mutual().talk("ping");
        TlsConversation conversation =
                new TlsDecoderTest.Reading().know(pair).feed(pair).conversation();

        assertThat(sum(conversation, "tx ClientKeyExchange"))
                .isEqualTo("75 = 5 record header + 4 handshake header + 1 point length + 65 ec point");
        assertThat(sum(conversation, "tx CertificateVerify"))
                .isEqualTo("269 = 5 record header + 4 handshake header + 2 algorithm + 2 signature length + 256"
                        + " signature");
        assertThat(sum(conversation, "tx ChangeCipherSpec")).isEqualTo("6 = 5 record header + 1 change_cipher_spec");
        assertThat(sum(conversation, "tx Finished"))
                .isEqualTo("45 = 5 record header + 8 explicit nonce + 16 Finished + 16 tag");
        assertThat(sum(conversation, "tx Application data"))
                .isEqualTo("33 = 5 record header + 8 explicit nonce + 4 application data + 16 tag");
        assertThat(sum(conversation, "rx ServerHelloDone")).isEqualTo("9 = 5 record header + 4 handshake header");
        Field hello = conversation.dissect(conversation.messages().getFirst());
        assertThat(named(hello, "server_name").value()).isEqualTo("broker.example");
        assertThat(named(hello, "application_layer_protocol_negotiation").value())
                .isEqualTo("x-amzn-mqtt-ca");
        assertThat(named(hello, "supported_groups").value()).isEqualTo("secp256r1, ffdhe2048");
        assertThat(named(hello, "cipher_suite").value()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xc02f)");
        Field request = conversation.dissect(message(conversation, "rx CertificateRequest"));
        assertThat(named(request, "distinguished_name").value()).isEqualTo("CN=Test CA");
        Field exchange = conversation.dissect(message(conversation, "rx ServerKeyExchange"));
        assertThat(named(exchange, "named_curve").value()).isEqualTo("secp256r1 (0x0017)");
    }

    static Stream<Arguments> pairs() {
        return Stream.concat(
                TlsDecoderTest.suites(),
                Stream.of(
                        Arguments.of(
                                "TLS 1.3",
                                new TlsPair()
                                        .version(ProtocolVersion.TLSv13)
                                        .suite(CipherSuite.TLS_AES_128_GCM_SHA256)
                                        .mutual()),
                        Arguments.of("refused", new TlsPair().refusing(AlertDescription.bad_certificate)),
                        Arguments.of("DHE", new TlsPair().suite(CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256))));
    }

    /** Of every message, with and without secrets: the fields lie inside each other in order, and the sums are whole. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void everyByteHasItsField(String name, TlsPair pair) {
        pair.talk(TlsDecoderTest.TEXTS);
        for (TlsConversation conversation : List.of(
                new TlsDecoderTest.Reading().feed(pair).end().conversation(),
                new TlsDecoderTest.Reading().know(pair).feed(pair).end().conversation())) {
            for (TlsMessage message : conversation.messages()) {
                int size = conversation.recordBytes(message);
                Field tree = conversation.dissect(message);
                assertThat(Sum.of(conversation, message).total())
                        .as(message.title())
                        .isEqualTo(size);
                assertThat(TlsDissector.run(conversation, message).length()).isEqualTo(size);
                assertThat(covered(tree)).as(message.title()).isEqualTo(size);
                List<Field> odd = new ArrayList<>();
                collect(tree, "malformed", odd);
                collect(tree, "unexpected", odd);
                assertThat(odd).as(message.title()).isEmpty();
            }
            for (TlsRecord record : conversation.records()) {
                for (int i = 1; i <= record.size(); i += 7) {
                    assertThat(ByteAddress.inRecord(conversation, record, i)
                                    .orElseThrow()
                                    .text())
                            .startsWith("byte " + i + " = ");
                }
            }
        }
    }

    /** How many bytes the top fields cover without gap or overlap; -1 where a field's parts leave it. */
    static int covered(Field tree) {
        int at = 0;
        for (Field field : tree.children()) {
            if (field.from() != at || !nested(field)) {
                return -1;
            }
            at = field.to();
        }
        return at;
    }

    private static boolean nested(Field field) {
        int at = field.from();
        for (Field child : field.children()) {
            if (child.from() < at || child.to() > field.to() || !nested(child)) {
                return false;
            }
            at = child.to();
        }
        return true;
    }

    static void collect(Field field, String name, List<Field> into) {
        if (field.name().equals(name)) {
            into.add(field);
        }
        field.children().forEach(child -> collect(child, name, into));
    }

    static Field named(Field tree, String name) {
        List<Field> found = new ArrayList<>();
        collect(tree, name, found);
        assertThat(found).as(name).isNotEmpty();
        return found.getFirst();
    }

    private static TlsMessage message(TlsConversation conversation, String title) {
        return conversation.messages().stream()
                .filter(message -> (message.direction().word() + " " + message.title()).equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static String sum(TlsConversation conversation, String title) {
        return Sum.of(conversation, message(conversation, title)).text();
    }

    private static HandshakeStep step(TlsConversation conversation, HandshakeState state) {
        return TlsDecoderTest.step(conversation, state);
    }
}
