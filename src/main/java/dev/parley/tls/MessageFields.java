package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The fields of handshake messages (RFC 5246 section 7.4, RFC 8422 section 5, RFC 8446 section 4), alerts and ChangeCipherSpec. */
final class MessageFields {
    private final Negotiated negotiated;
    private final boolean weighed;
    private final Optional<Instant> said;

    private MessageFields(Negotiated negotiated, boolean weighed, Optional<Instant> said) {
        this.negotiated = negotiated;
        this.weighed = weighed;
        this.said = said;
    }

    /** The fields of {@code message}, its handshake header first. Certificates are taken one by one. */
    static List<Field> of(Negotiated negotiated, TlsMessage message, Bytes bytes, FieldReader.Placing placing) {
        return read(new MessageFields(negotiated, false, Optional.empty()), message, bytes, placing);
    }

    /**
     * The same, with what a chain of certificates is worth: its signatures are verified, which takes its time.
     *
     * @param said when the message crossed, by the wall clock, or nothing: certificates are held against it
     */
    static List<Field> weighed(
            Negotiated negotiated,
            TlsMessage message,
            Bytes bytes,
            FieldReader.Placing placing,
            Optional<Instant> said) {
        return read(new MessageFields(negotiated, true, said), message, bytes, placing);
    }

    private static List<Field> read(
            MessageFields fields, TlsMessage message, Bytes bytes, FieldReader.Placing placing) {
        FieldReader reader = new FieldReader(bytes, placing);
        return switch (message) {
            case TlsMessage.Handshake handshake -> reader.fields(in -> fields.handshake(handshake, in));
            case TlsMessage.Alert alert -> reader.fields(MessageFields::alert);
            case TlsMessage.ChangeCipherSpec change ->
                reader.fields(in -> {
                    in.u8("type", type -> type == 1 ? "change_cipher_spec (1)" : "not 1: " + type);
                    return "";
                });
            case TlsMessage.Protected sealed -> List.of();
            case TlsMessage.ApplicationData data ->
                reader.fields(in -> {
                    in.opaque("application_data", in.left(), MessageFields::size);
                    return "";
                });
        };
    }

    private static String alert(FieldReader in) throws CutOffException {
        in.u8("level", level -> (level == 1 ? "warning" : level == 2 ? "fatal" : "unknown") + " (" + level + ")");
        in.u8(
                "description",
                number -> AlertDescription.name(number) + " (" + number + "): " + AlertDescription.meaning(number)
                        + AlertDescription.of(number)
                                .map(known -> "; usually " + String.join("; or ", known.causes()))
                                .orElse(""));
        return "";
    }

    private String handshake(TlsMessage.Handshake message, FieldReader in) throws CutOffException {
        in.group("handshake_header", 4, header -> {
            header.u8(
                    "msg_type",
                    type -> HandshakeType.of(type).map(HandshakeType::title).orElse("unknown") + " (" + type + ")");
            int length = header.u24("length", Integer::toString);
            return length + " bytes follow";
        });
        boolean client = message.direction() == Direction.TX;
        if (message.type().isEmpty()) {
            in.opaque("body", in.left(), MessageFields::size);
            return "";
        }
        switch (message.type().get()) {
            case CLIENT_HELLO -> clientHello(in);
            case SERVER_HELLO -> serverHello(in);
            case NEW_SESSION_TICKET -> newSessionTicket(in);
            case ENCRYPTED_EXTENSIONS -> extensions(in, HandshakeType.ENCRYPTED_EXTENSIONS);
            case CERTIFICATE -> certificates(message, in);
            case SERVER_KEY_EXCHANGE -> serverKeyExchange(in);
            case CERTIFICATE_REQUEST -> certificateRequest(in);
            case CERTIFICATE_VERIFY -> signature(in);
            case CLIENT_KEY_EXCHANGE -> clientKeyExchange(in);
            case FINISHED -> in.opaque("verify_data", in.left(), data -> data.hex());
            case CERTIFICATE_STATUS -> {
                in.u8("status_type", type -> type == 1 ? "ocsp (1)" : Integer.toString(type));
                int length = in.u24("response_length", Integer::toString);
                in.opaque("response", length, MessageFields::ocspStatus);
            }
            case SUPPLEMENTAL_DATA -> {
                int length = in.u24("supp_data_length", Integer::toString);
                in.opaque("supp_data", length, MessageFields::size);
            }
            case CERTIFICATE_URL -> certificateUrl(in);
            case COMPRESSED_CERTIFICATE -> {
                in.u16("algorithm", MessageFields::compression);
                in.u24("uncompressed_length", Integer::toString);
                int length = in.u24("compressed_certificate_length", Integer::toString);
                in.opaque("compressed_certificate_message", length, MessageFields::size);
            }
            case KEY_UPDATE ->
                in.u8(
                        "request_update",
                        value -> (value == 1 ? "update_requested" : "update_not_requested") + " (" + value + ")");
            case HELLO_REQUEST, SERVER_HELLO_DONE, END_OF_EARLY_DATA -> {
                // these have no body
            }
        }
        return client ? "from the client" : "from the server";
    }

    private static void clientHello(FieldReader in) throws CutOffException {
        in.u16("client_version", MessageFields::version);
        in.opaque("random", 32, Bytes::hex);
        int idLength = in.u8("session_id_length", Integer::toString);
        if (idLength > 0) {
            in.opaque("session_id", idLength, Bytes::hex);
        }
        int suites = in.u16("cipher_suites_length", Integer::toString);
        in.group("cipher_suites", suites, list -> {
            int count = list.left() / 2;
            while (list.left() > 0) {
                list.u16("cipher_suite", MessageFields::suite);
            }
            return count + " suites";
        });
        int methods = in.u8("compression_methods_length", Integer::toString);
        in.opaque("compression_methods", methods, list -> list.equals(Bytes.of(0)) ? "null (0)" : list.hex());
        if (in.left() > 0) {
            extensions(in, HandshakeType.CLIENT_HELLO);
        }
    }

    private static void serverHello(FieldReader in) throws CutOffException {
        in.u16("server_version", MessageFields::version);
        in.opaque("random", 32, MessageFields::serverRandom);
        int idLength = in.u8("session_id_length", Integer::toString);
        if (idLength > 0) {
            in.opaque("session_id", idLength, Bytes::hex);
        }
        in.u16("cipher_suite", MessageFields::suite);
        in.u8("compression_method", method -> method == 0 ? "null (0)" : Integer.toString(method));
        if (in.left() > 0) {
            extensions(in, HandshakeType.SERVER_HELLO);
        }
    }

    private static String serverRandom(Bytes random) {
        Hello hello = new Hello(0, random, Bytes.empty(), List.of(), List.of());
        // the last eight bytes warn of a downgrade (RFC 8446 section 4.1.3)
        String note = hello.isRetry()
                ? " (HelloRetryRequest)"
                : random.from(24).latin1().startsWith("DOWNGRD") ? " (the server could speak a newer version)" : "";
        return random.hex() + note;
    }

    private void newSessionTicket(FieldReader in) throws CutOffException {
        in.u32(negotiated.tls13() ? "ticket_lifetime" : "ticket_lifetime_hint", seconds -> seconds + " s");
        if (negotiated.tls13()) {
            in.u32("ticket_age_add", Long::toHexString);
            int nonce = in.u8("ticket_nonce_length", Integer::toString);
            in.opaque("ticket_nonce", nonce, Bytes::hex);
        }
        int length = in.u16("ticket_length", Integer::toString);
        in.opaque("ticket", length, MessageFields::size);
        if (negotiated.tls13()) {
            extensions(in, HandshakeType.NEW_SESSION_TICKET);
        }
    }

    private void certificates(TlsMessage.Handshake message, FieldReader in) throws CutOffException {
        CertificateChain chain = weighed
                ? CertificateChain.of(CertificateChain.certificates(message.body(), negotiated.tls13()))
                : new CertificateChain(List.of(), List.of());
        if (negotiated.tls13()) {
            int context = in.u8("certificate_request_context_length", Integer::toString);
            if (context > 0) {
                in.opaque("certificate_request_context", context, Bytes::hex);
            }
        }
        int list = in.u24(
                "certificate_list_length",
                length -> length == 0
                        ? "0: no certificate"
                        : chain.remarks().isEmpty()
                                ? Integer.toString(length)
                                : length + "; " + String.join("; ", chain.remarks()));
        int number = 0;
        int end = in.left() - list;
        while (in.left() > Math.max(end, 0)) {
            number++;
            int size = in.left() >= 3 ? in.peek24() : 0;
            int entry = negotiated.tls13() && in.left() >= size + 5 ? 3 + size + 2 + in.peek16(3 + size) : 3 + size;
            String place = chain.words(number).map(words -> "; " + words).orElse("");
            in.group("certificate_" + number, entry, one -> {
                int length = one.u24("certificate_length", Integer::toString);
                Bytes der = one.peek(Math.min(length, one.left()));
                one.group("certificate", length, parts -> CertificateFields.read(der, parts, said));
                if (negotiated.tls13()) {
                    extensions(one, HandshakeType.CERTIFICATE);
                }
                return CertificateFields.title(der) + place;
            });
        }
        if (end < 0) {
            throw new CutOffException(-end);
        }
    }

    private void serverKeyExchange(FieldReader in) throws CutOffException {
        if (negotiated.exchanges("_PSK_")) {
            int hint = in.u16("psk_identity_hint_length", Integer::toString);
            in.opaque("psk_identity_hint", hint, Bytes::utf8);
        }
        if (negotiated.exchanges("_ECDHE_") || negotiated.exchanges("_ECDH_anon_")) {
            in.u8("curve_type", type -> type == 3 ? "named_curve (3)" : Integer.toString(type));
            in.u16("named_curve", MessageFields::group);
            int length = in.u8("point_length", Integer::toString);
            in.opaque("ec_point", length, MessageFields::size);
        } else if (negotiated.exchanges("_DHE_") || negotiated.exchanges("_DH_anon_")) {
            for (String name : List.of("dh_p", "dh_g", "dh_Ys")) {
                int length = in.u16(name + "_length", Integer::toString);
                in.opaque(name, length, value -> 8 * value.length() + " bits");
            }
        } else {
            in.opaque("params", in.left(), MessageFields::size);
        }
        if (in.left() > 0) {
            signature(in);
        }
    }

    private static void signature(FieldReader in) throws CutOffException {
        in.u16("algorithm", MessageFields::scheme);
        int length = in.u16("signature_length", Integer::toString);
        in.opaque("signature", length, MessageFields::size);
    }

    private void certificateRequest(FieldReader in) throws CutOffException {
        if (negotiated.tls13()) {
            int context = in.u8("certificate_request_context_length", Integer::toString);
            if (context > 0) {
                in.opaque("certificate_request_context", context, Bytes::hex);
            }
            extensions(in, HandshakeType.CERTIFICATE_REQUEST);
            return;
        }
        int types = in.u8("certificate_types_length", Integer::toString);
        in.group("certificate_types", types, list -> {
            List<String> names = new ArrayList<>();
            while (list.left() > 0) {
                list.u8("certificate_type", type -> {
                    names.add(certificateType(type));
                    return certificateType(type) + " (" + type + ")";
                });
            }
            return String.join(", ", names);
        });
        int schemes = in.u16("supported_signature_algorithms_length", Integer::toString);
        in.group("supported_signature_algorithms", schemes, list -> numbers(list, "algorithm", MessageFields::scheme));
        int authorities = in.u16("certificate_authorities_length", Integer::toString);
        in.group("certificate_authorities", authorities, list -> {
            int count = 0;
            while (list.left() > 0) {
                int length = list.u16("distinguished_name_length", Integer::toString);
                list.opaque("distinguished_name", length, MessageFields::distinguishedName);
                count++;
            }
            return count == 0 ? "none: any issuer" : count + " issuers";
        });
    }

    private void clientKeyExchange(FieldReader in) throws CutOffException {
        if (negotiated.exchanges("_PSK_")) {
            int length = in.u16("psk_identity_length", Integer::toString);
            in.opaque("psk_identity", length, Bytes::utf8);
        }
        if (negotiated.exchanges("_ECDHE_") || negotiated.exchanges("_ECDH_")) {
            int length = in.u8("point_length", Integer::toString);
            in.opaque("ec_point", length, MessageFields::size);
        } else if (negotiated.exchanges("_DHE_") || negotiated.exchanges("_DH_")) {
            int length = in.u16("dh_Yc_length", Integer::toString);
            in.opaque("dh_Yc", length, value -> 8 * value.length() + " bits");
        } else if (negotiated.exchanges("TLS_RSA_")) {
            int length = in.u16("encrypted_pre_master_secret_length", Integer::toString);
            in.opaque("encrypted_pre_master_secret", length, MessageFields::size);
        } else if (in.left() > 0) {
            in.opaque("exchange_keys", in.left(), MessageFields::size);
        }
    }

    private static void extensions(FieldReader in, HandshakeType carrier) throws CutOffException {
        int length = in.u16("extensions_length", Integer::toString);
        in.group("extensions", length, list -> {
            int count = 0;
            while (list.left() >= 4) {
                int type = list.peek16(0);
                int size = list.peek16(2);
                list.group(TlsNames.extension(type), 4 + size, one -> {
                    one.u16("extension_type", number -> TlsNames.extension(number) + " (" + number + ")");
                    one.u16("extension_length", Integer::toString);
                    return ExtensionFields.read(type, carrier, one);
                });
                count++;
            }
            return count + " extensions";
        });
    }

    /** RFC 6066 section 5. */
    private static void certificateUrl(FieldReader in) throws CutOffException {
        in.u8("type", type -> (type == 0 ? "individual_certs" : type == 1 ? "pkipath" : "unknown") + " (" + type + ")");
        int length = in.u16("url_and_hash_list_length", Integer::toString);
        in.group("url_and_hash_list", length, list -> {
            int count = 0;
            while (list.left() > 0) {
                int size = list.u16("url_length", Integer::toString);
                list.opaque("url", size, Bytes::latin1);
                list.u8("padding", Integer::toString);
                list.opaque("sha1_hash", 20, Bytes::hex);
                count++;
            }
            return count + " addresses";
        });
    }

    static String compression(int algorithm) {
        return switch (algorithm) {
            case 1 -> "zlib (1)";
            case 2 -> "brotli (2)";
            case 3 -> "zstd (3)";
            default -> "unknown (" + algorithm + ")";
        };
    }

    /** OCSPResponse begins with an ENUMERATED responseStatus (RFC 6960 section 4.2.1). */
    static String ocspStatus(Bytes response) {
        Der outer = Der.at(response, 0);
        List<Der> parts = Der.children(response, outer);
        String status = "";
        if (!parts.isEmpty()
                && parts.getFirst().tag() == 0x0a
                && parts.getFirst().length() == 1) {
            int code = response.u8(parts.getFirst().contentFrom());
            status = switch (code) {
                        case 0 -> "successful";
                        case 1 -> "malformedRequest";
                        case 2 -> "internalError";
                        case 3 -> "tryLater";
                        case 5 -> "sigRequired";
                        case 6 -> "unauthorized";
                        default -> "unknown";
                    }
                    + " (" + code + "), ";
        }
        return status + size(response);
    }

    /** Numbers of two bytes to the end of the part; their names, in order. */
    static String numbers(FieldReader in, String name, java.util.function.IntFunction<String> words)
            throws CutOffException {
        List<String> names = new ArrayList<>();
        while (in.left() > 0) {
            in.u16(name, number -> {
                names.add(words.apply(number).replaceFirst(" \\(0x.*", ""));
                return words.apply(number);
            });
        }
        return String.join(", ", names);
    }

    static String version(int number) {
        return TlsNames.version(number) + hex(number);
    }

    static String suite(int number) {
        return TlsNames.suite(number) + hex(number);
    }

    static String group(int number) {
        return TlsNames.group(number) + hex(number);
    }

    static String scheme(int number) {
        return TlsNames.scheme(number) + hex(number);
    }

    static String size(Bytes bytes) {
        return bytes.length() + " bytes";
    }

    static String distinguishedName(Bytes der) {
        try {
            return new X500Principal(der.toArray()).getName(X500Principal.RFC2253);
        } catch (IllegalArgumentException malformed) {
            return "not a distinguished name: " + size(der);
        }
    }

    private static String certificateType(int type) {
        return switch (type) {
            case 1 -> "rsa_sign";
            case 2 -> "dss_sign";
            case 3 -> "rsa_fixed_dh";
            case 4 -> "dss_fixed_dh";
            case 64 -> "ecdsa_sign";
            case 65 -> "rsa_fixed_ecdh";
            case 66 -> "ecdsa_fixed_ecdh";
            default -> "unknown";
        };
    }

    private static String hex(int number) {
        return String.format(Locale.ROOT, " (0x%04x)", number);
    }
}
