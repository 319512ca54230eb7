package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a ClientHello or ServerHello says, as far as later bytes depend on it (RFC 5246 sections 7.4.1.2 and 7.4.1.3).
 *
 * @param version the legacy version field
 * @param suites the offered suites; of a ServerHello the one selected
 * @param extensions in wire order
 */
public record Hello(int version, Bytes random, Bytes sessionId, List<Integer> suites, List<Extension> extensions) {
    static final int SERVER_NAME = 0;
    static final int TRUNCATED_HMAC = 4;
    static final int ALPN = 16;
    static final int ENCRYPT_THEN_MAC = 22;
    static final int SESSION_TICKET = 35;
    static final int PRE_SHARED_KEY = 41;
    static final int EARLY_DATA = 42;
    static final int SUPPORTED_VERSIONS = 43;

    /** A ServerHello with this random is a HelloRetryRequest (RFC 8446 section 4.1.3). */
    private static final Bytes RETRY = Bytes.hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    /** One extension: its type and its data without the length. */
    public record Extension(int type, Bytes data) {}

    public Hello {
        suites = List.copyOf(suites);
        extensions = List.copyOf(extensions);
    }

    /** The ClientHello of {@code body} (without handshake header); nothing where it is malformed. */
    public static Optional<Hello> client(Bytes body) {
        return read(body, true);
    }

    /** The ServerHello of {@code body} (without handshake header); nothing where it is malformed. */
    public static Optional<Hello> server(Bytes body) {
        return read(body, false);
    }

    private static Optional<Hello> read(Bytes body, boolean client) {
        // uint16 version; opaque random[32]; opaque session_id<0..32>; then suites and compression, as a list or one of
        // each
        if (body.length() < 35) {
            return Optional.empty();
        }
        int at = 35 + body.u8(34);
        if (at + 2 > body.length()) {
            return Optional.empty();
        }
        Bytes sessionId = body.slice(35, at);
        List<Integer> suites = new ArrayList<>();
        if (client) {
            int end = at + 2 + body.u16(at);
            if (end + 1 > body.length()) {
                return Optional.empty();
            }
            for (int i = at + 2; i + 2 <= end; i += 2) {
                suites.add(body.u16(i));
            }
            at = end + 1 + body.u8(end);
        } else {
            suites.add(body.u16(at));
            at += 3;
        }
        if (at > body.length()) {
            return Optional.empty();
        }
        return Optional.of(new Hello(body.u16(0), body.slice(2, 34), sessionId, suites, extensions(body.from(at))));
    }

    /** The extensions of a block that begins with its two-byte length; what is cut off is left out. */
    static List<Extension> extensions(Bytes block) {
        List<Extension> extensions = new ArrayList<>();
        if (block.length() < 2) {
            return extensions;
        }
        int end = Math.min(block.length(), 2 + block.u16(0));
        int at = 2;
        while (at + 4 <= end && at + 4 + block.u16(at + 2) <= end) {
            int next = at + 4 + block.u16(at + 2);
            extensions.add(new Extension(block.u16(at), block.slice(at + 4, next)));
            at = next;
        }
        return extensions;
    }

    public Optional<Bytes> extension(int type) {
        return extensions.stream()
                .filter(extension -> extension.type() == type)
                .map(Extension::data)
                .findFirst();
    }

    public boolean has(int type) {
        return extension(type).isPresent();
    }

    public boolean isRetry() {
        return random.equals(RETRY);
    }

    /** True for a ServerHello that asks for another ClientHello. */
    static boolean isRetry(TlsMessage.Handshake message) {
        Bytes body = message.body();
        return message.type().equals(Optional.of(HandshakeType.SERVER_HELLO))
                && body.length() >= 34
                && body.slice(2, 34).equals(RETRY);
    }

    /** The version a ServerHello selects: supported_versions decides where it is there (RFC 8446 section 4.2.1). */
    public int selectedVersion() {
        return extension(SUPPORTED_VERSIONS)
                .filter(data -> data.length() == 2)
                .map(data -> data.u16(0))
                .orElse(version);
    }

    /** True for a ClientHello that offers TLS 1.3 and nothing older. */
    boolean offersOnlyTls13() {
        Optional<Bytes> offered = extension(SUPPORTED_VERSIONS);
        if (offered.isEmpty() || offered.get().length() < 3) {
            return false;
        }
        for (int i = 1; i + 2 <= offered.get().length(); i += 2) {
            int number = offered.get().u16(i);
            if (number != Hellos.TLS13 && !TlsNames.isGrease(number)) {
                return false;
            }
        }
        return true;
    }

    /** The host name of a ClientHello's server_name extension, or nothing (RFC 6066 section 3). */
    Optional<String> serverName() {
        // ServerNameList: uint16 length; then uint8 type (0), opaque name<1..2^16-1>
        return extension(SERVER_NAME)
                .filter(data -> data.length() > 5 && data.u8(2) == 0 && 5 + data.u16(3) <= data.length())
                .map(data -> new String(data.slice(5, 5 + data.u16(3)).toArray(), StandardCharsets.US_ASCII));
    }

    /** The first protocol of the ALPN extension (RFC 7301): the selected one of a ServerHello. */
    static Optional<String> protocol(Bytes data) {
        return data.length() > 3 && 3 + data.u8(2) <= data.length()
                ? Optional.of(data.slice(3, 3 + data.u8(2)).utf8())
                : Optional.empty();
    }
}
