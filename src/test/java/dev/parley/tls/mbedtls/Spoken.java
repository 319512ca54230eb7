package dev.parley.tls.mbedtls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDecoder;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A TLS 1.2 handshake in the clear, put together message by message: nobody checks it, so it may say anything. */
final class Spoken {
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    private final TlsDecoder decoder = new TlsDecoder(0, bytes -> {});
    private final Map<Direction, Long> sent = new EnumMap<>(Direction.class);
    private Optional<Random> spoiler = Optional.empty();
    private long nanos;

    /** From here on some bytes of what is said are others. */
    Spoken spoiltBy(Random random) {
        spoiler = Optional.of(random);
        return this;
    }

    /** A ClientHello of the published BG95 configuration, with max_fragment_length if {@code code} is not 0. */
    Spoken clientHello(int code) {
        String bare = Texts.of("client-hellos.txt")
                .lines()
                .filter(line -> line.startsWith("bg95-aws.h 2.28"))
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[2];
        Bytes body = Bytes.hex(bare).from(9);
        if (code == 0) {
            return say(Direction.TX, HandshakeType.CLIENT_HELLO, body);
        }
        int at = 35 + body.u8(34);
        at += 2 + body.u16(at);
        at += 1 + body.u8(at);
        Bytes extensions = body.from(at + 2).plus(Bytes.of(0, 1, 0, 1, code));
        return say(
                Direction.TX,
                HandshakeType.CLIENT_HELLO,
                body.slice(0, at).plus(u16(extensions.length())).plus(extensions));
    }

    Spoken serverHello(int version, int suite, int... extensions) {
        Bytes body = u16(version)
                .plus(Bytes.wrap(new byte[33]))
                .plus(u16(suite))
                .plus(Bytes.of(0))
                .plus(u16(extensions.length))
                .plus(Bytes.of(extensions));
        return say(Direction.RX, HandshakeType.SERVER_HELLO, body);
    }

    Spoken certificates(Direction direction, Bytes... chain) {
        return say(direction, HandshakeType.CERTIFICATE, list(chain));
    }

    /** Cut into records of {@code most} bytes. */
    Spoken certificatesCut(int most, Bytes... chain) {
        Bytes message = message(HandshakeType.CERTIFICATE, list(chain));
        for (int at = 0; at < message.length(); at += most) {
            record(Direction.RX, 22, message.slice(at, Math.min(message.length(), at + most)));
        }
        return this;
    }

    Spoken serverKeyExchange(int group, int scheme) {
        return say(
                Direction.RX,
                HandshakeType.SERVER_KEY_EXCHANGE,
                Bytes.of(3)
                        .plus(u16(group))
                        .plus(Bytes.of(2, 4, 4))
                        .plus(u16(scheme))
                        .plus(Bytes.of(0, 1, 0)));
    }

    Spoken certificateRequest(int... schemes) {
        Bytes list = Bytes.empty();
        for (int scheme : schemes) {
            list = list.plus(u16(scheme));
        }
        return say(
                Direction.RX,
                HandshakeType.CERTIFICATE_REQUEST,
                Bytes.of(1, 1).plus(u16(list.length())).plus(list).plus(u16(0)));
    }

    Spoken alert(int description) {
        return record(Direction.RX, 21, Bytes.of(2, description));
    }

    TlsConversation conversation() {
        decoder.closed(++nanos);
        return decoder.conversation();
    }

    private Spoken say(Direction direction, HandshakeType type, Bytes body) {
        return record(direction, 22, message(type, body));
    }

    private Spoken record(Direction direction, int type, Bytes fragment) {
        Bytes bytes = Bytes.of(type, 3, 3).plus(u16(fragment.length())).plus(spoilt(fragment));
        decoder.accept(direction, sent.getOrDefault(direction, 0L), bytes, true, ++nanos);
        sent.merge(direction, (long) bytes.length(), Long::sum);
        return this;
    }

    private Bytes spoilt(Bytes fragment) {
        if (spoiler.isEmpty() || fragment.isEmpty()) {
            return fragment;
        }
        byte[] bytes = fragment.toArray();
        for (int i = spoiler.get().nextInt(4); i > 0; i--) {
            // Mostly near the front, where the lengths are.
            int bound = spoiler.get().nextBoolean() ? Math.min(bytes.length, 60) : bytes.length;
            bytes[spoiler.get().nextInt(bound)] = (byte) spoiler.get().nextInt();
        }
        return Bytes.wrap(bytes);
    }

    private static Bytes message(HandshakeType type, Bytes body) {
        return Bytes.of(type.number()).plus(u24(body.length())).plus(body);
    }

    private static Bytes list(Bytes... chain) {
        List<Bytes> parts = new ArrayList<>();
        Stream.of(chain).forEach(der -> {
            parts.add(u24(der.length()));
            parts.add(der);
        });
        Bytes list = Bytes.concat(parts);
        return u24(list.length()).plus(list);
    }

    private static Bytes u16(int value) {
        return Bytes.of(value >> 8, value & 0xff);
    }

    private static Bytes u24(int value) {
        return Bytes.of(value >> 16, value >> 8 & 0xff, value & 0xff);
    }

    /** A certificate by another issuer, signed with {@code signature}; {@code key} is {@code RSA 2048} or {@code EC secp384r1}. */
    static Bytes certificate(String key, String signature, KeyPurposeId purpose, int usage) {
        try {
            KeyPair own = keys(key);
            KeyPair issuer = keys(signature.endsWith("ECDSA") ? "EC secp256r1" : "RSA 2048");
            Instant from = Instant.parse("2026-01-01T00:00:00Z");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=Issuer"),
                    BigInteger.valueOf(77),
                    Date.from(from),
                    Date.from(from.plusSeconds(1_000_000_000)),
                    new X500Name("CN=server.example"),
                    own.getPublic());
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            return Bytes.copyOf(builder.build(new JcaContentSignerBuilder(signature)
                            .setProvider(new BouncyCastleProvider())
                            .build(issuer.getPrivate()))
                    .getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Bytes certificate(String key, String signature) {
        return certificate(key, signature, KeyPurposeId.id_kp_serverAuth, KeyUsage.digitalSignature);
    }

    /** One pair of a kind will do for all: making RSA keys is what takes long. */
    private static KeyPair keys(String key) throws GeneralSecurityException {
        KeyPair made = KEYS.get(key);
        if (made == null) {
            made = make(key);
            KEYS.put(key, made);
        }
        return made;
    }

    private static KeyPair make(String key) throws GeneralSecurityException {
        String[] parts = key.split(" ", -1);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(parts[0]);
        if (parts[0].equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parts[1]));
        } else {
            generator.initialize(Integer.parseInt(parts[1]));
        }
        return generator.generateKeyPair();
    }
}
