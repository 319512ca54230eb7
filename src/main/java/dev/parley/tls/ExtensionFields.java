package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.util.ArrayList;
import java.util.List;

/** The fields of the usual extensions and what they say, in words (RFC 5077, 6066, 6962, 7250, 7301, 7366, 7627, 8422, 8446, 8449,
 * 8879, 9345). */
final class ExtensionFields {
    private ExtensionFields() {}

    /**
     * Reads the data of an extension; gives its meaning.
     *
     * @param carrier the message it stands in, on which its form depends
     */
    static String read(int type, HandshakeType carrier, FieldReader in) throws CutOffException {
        if (in.left() == 0) {
            return empty(type, carrier);
        }
        boolean client = carrier == HandshakeType.CLIENT_HELLO;
        return switch (type) {
            case 0 -> serverName(in);
            case 1 -> {
                int[] bytes = {0};
                in.u8("max_fragment_length", code -> {
                    bytes[0] = code >= 1 && code <= 4 ? 256 << code : 0;
                    return bytes[0] == 0 ? "unknown (" + code + ")" : bytes[0] + " bytes (" + code + ")";
                });
                yield bytes[0] == 0 ? "unknown" : "records of at most " + bytes[0] + " bytes of content";
            }
            case 5 -> statusRequest(carrier, in);
            case 10 -> list16(in, "named_group_list", "named_group", MessageFields::group);
            case 11 -> list8(in, "ec_point_formats", "ec_point_format", ExtensionFields::pointFormat);
            case 13 -> list16(in, "supported_signature_algorithms", "algorithm", MessageFields::scheme);
            case 15 -> {
                in.u8(
                        "mode",
                        mode -> (mode == 1 ? "peer_allowed_to_send" : "peer_not_allowed_to_send") + " (" + mode + ")");
                yield "heartbeats are understood";
            }
            case 16 -> protocols(in);
            case 18 -> certificateTimestamps(in);
            case 19, 20 ->
                client
                        ? list8(in, "certificate_types", "certificate_type", ExtensionFields::certificateForm)
                        : one8(in, "certificate_type", ExtensionFields::certificateForm);
            case 21 -> {
                in.opaque("padding", in.left(), MessageFields::size);
                yield "fills the hello up";
            }
            case 27 -> {
                int length = in.u8("algorithms_length", Integer::toString);
                String[] names = {""};
                in.group(
                        "algorithms",
                        length,
                        list -> names[0] = MessageFields.numbers(list, "algorithm", MessageFields::compression));
                yield "certificates may come compressed: " + names[0];
            }
            case 28 -> {
                String[] value = {""};
                in.u16("record_size_limit", limit -> value[0] = limit + " bytes");
                yield "takes records of at most " + value[0] + " of plaintext";
            }
            case 34 ->
                "delegated credentials: "
                        + list16(in, "supported_signature_algorithms", "algorithm", MessageFields::scheme);
            case 35 -> {
                Bytes ticket = in.opaque("ticket", in.left(), MessageFields::size);
                yield "a ticket of " + ticket.length() + " bytes to resume a session";
            }
            case 41 -> client ? preSharedKeys(in) : selectedKey(in);
            case 42 -> {
                String[] most = {""};
                in.u32("max_early_data_size", size -> most[0] = size + " bytes");
                yield "early data of at most " + most[0] + " with this ticket";
            }
            case 43 -> supportedVersions(client, in);
            case 44 -> {
                int length = in.u16("cookie_length", Integer::toString);
                in.opaque("cookie", length, MessageFields::size);
                yield client ? "the server's cookie, given back" : "a cookie to be given back";
            }
            case 45 ->
                "how a resumed session makes keys: "
                        + list8(in, "ke_modes", "ke_mode", ExtensionFields::keyExchangeMode);
            case 47 -> authorities(in);
            case 50 ->
                "for certificates: " + list16(in, "supported_signature_algorithms", "algorithm", MessageFields::scheme);
            case 51 -> keyShare(client, in);
            case 54 -> {
                int length = in.u8("cid_length", Integer::toString);
                in.opaque("cid", length, Bytes::hex);
                yield "a connection id of " + length + " bytes";
            }
            case 0xff01 -> {
                int length = in.u8("renegotiated_connection_length", Integer::toString);
                if (length > 0) {
                    in.opaque("renegotiated_connection", length, Bytes::hex);
                }
                yield length == 0 ? "first handshake, secure renegotiation" : "renegotiation";
            }
            default -> {
                in.opaque("extension_data", in.left(), MessageFields::size);
                yield TlsNames.isGrease(type) ? "nonsense on purpose: unknown extensions must be ignored" : "";
            }
        };
    }

    private static String empty(int type, HandshakeType carrier) {
        boolean client = carrier == HandshakeType.CLIENT_HELLO;
        return switch (type) {
            case 0 -> "the name was taken";
            case 4 -> "MACs are cut to ten bytes";
            case 5 -> client ? "asks for an OCSP response" : "an OCSP response will come";
            case 18 -> "asks for certificate timestamps";
            case 22 -> "the MAC is made over the ciphertext (of CBC suites)";
            case 23 -> "the master secret is bound to the handshake";
            case 35 -> client ? "tickets are understood" : "a ticket will come";
            case 42 -> client ? "data follows before the handshake is over" : "the early data was taken";
            case 47 -> "any issuer";
            case 49 -> "a certificate may be asked for later, too";
            default -> TlsNames.isGrease(type) ? "nonsense on purpose: unknown extensions must be ignored" : "empty";
        };
    }

    /** RFC 6066 section 8; the response itself stands in a Certificate of TLS 1.3 (RFC 8446 section 4.4.2.1). */
    private static String statusRequest(HandshakeType carrier, FieldReader in) throws CutOffException {
        in.u8("status_type", code -> code == 1 ? "ocsp (1)" : Integer.toString(code));
        if (carrier == HandshakeType.CERTIFICATE) {
            int length = in.u24("response_length", Integer::toString);
            in.opaque("response", length, MessageFields::ocspStatus);
            return "the OCSP response";
        }
        int ids = in.u16("responder_id_list_length", Integer::toString);
        in.opaque("responder_id_list", ids, MessageFields::size);
        int extensions = in.u16("request_extensions_length", Integer::toString);
        in.opaque("request_extensions", extensions, MessageFields::size);
        return "asks for an OCSP response";
    }

    /** RFC 6962 section 3.3. */
    private static String certificateTimestamps(FieldReader in) throws CutOffException {
        int length = in.u16("sct_list_length", Integer::toString);
        int[] count = {0};
        in.group("sct_list", length, list -> {
            while (list.left() > 0) {
                int size = list.u16("sct_length", Integer::toString);
                list.opaque("sct", size, MessageFields::size);
                count[0]++;
            }
            return count[0] + " timestamps";
        });
        return count[0] + " certificate timestamps";
    }

    /** OfferedPsks (RFC 8446 section 4.2.11). */
    private static String preSharedKeys(FieldReader in) throws CutOffException {
        int[] count = {0};
        int identities = in.u16("identities_length", Integer::toString);
        in.group("identities", identities, list -> {
            while (list.left() > 0) {
                int size = list.left() >= 2 ? list.peek16(0) : 0;
                list.group("psk_identity", 2 + size + 4, one -> {
                    int length = one.u16("identity_length", Integer::toString);
                    one.opaque("identity", length, MessageFields::size);
                    one.u32("obfuscated_ticket_age", age -> Long.toString(age));
                    return length + " bytes, a ticket or a name";
                });
                count[0]++;
            }
            return count[0] + " identities";
        });
        int binders = in.u16("binders_length", Integer::toString);
        in.group("binders", binders, list -> {
            int number = 0;
            while (list.left() > 0) {
                int size = list.u8("binder_length", Integer::toString);
                list.opaque("binder", size, MessageFields::size);
                number++;
            }
            return number + " binders";
        });
        return count[0] + " keys to resume with";
    }

    private static String selectedKey(FieldReader in) throws CutOffException {
        int selected = in.u16("selected_identity", Integer::toString);
        return "resumes with the client's key number " + selected;
    }

    /** RFC 8446 section 4.2.4. */
    private static String authorities(FieldReader in) throws CutOffException {
        int length = in.u16("authorities_length", Integer::toString);
        List<String> names = new ArrayList<>();
        in.group("authorities", length, list -> {
            while (list.left() > 0) {
                int size = list.u16("distinguished_name_length", Integer::toString);
                list.opaque("distinguished_name", size, name -> {
                    names.add(MessageFields.distinguishedName(name));
                    return names.getLast();
                });
            }
            return names.size() + " issuers";
        });
        return "certificates of these issuers: " + String.join("; ", names);
    }

    private static String serverName(FieldReader in) throws CutOffException {
        int length = in.u16("server_name_list_length", Integer::toString);
        List<String> names = new ArrayList<>();
        in.group("server_name_list", length, list -> {
            while (list.left() > 0) {
                list.u8("name_type", code -> code == 0 ? "host_name (0)" : Integer.toString(code));
                int size = list.u16("host_name_length", Integer::toString);
                names.add(list.opaque("host_name", size, Bytes::latin1).latin1());
            }
            return String.join(", ", names);
        });
        return String.join(", ", names);
    }

    private static String protocols(FieldReader in) throws CutOffException {
        int length = in.u16("protocol_name_list_length", Integer::toString);
        List<String> names = new ArrayList<>();
        in.group("protocol_name_list", length, list -> {
            while (list.left() > 0) {
                int size = list.u8("protocol_name_length", Integer::toString);
                names.add(list.opaque("protocol_name", size, Bytes::utf8).utf8());
            }
            return String.join(", ", names);
        });
        return String.join(", ", names);
    }

    private static String supportedVersions(boolean client, FieldReader in) throws CutOffException {
        if (!client) {
            return MessageFields.numbers(in, "selected_version", MessageFields::version);
        }
        int length = in.u8("versions_length", Integer::toString);
        String[] names = {""};
        in.group("versions", length, list -> names[0] = MessageFields.numbers(list, "version", MessageFields::version));
        return names[0];
    }

    private static String keyShare(boolean client, FieldReader in) throws CutOffException {
        List<String> names = new ArrayList<>();
        if (client) {
            int length = in.u16("client_shares_length", Integer::toString);
            in.group("client_shares", length, list -> {
                while (list.left() > 0) {
                    names.add(share(list));
                }
                return String.join(", ", names);
            });
            return String.join(", ", names);
        }
        return in.left() == 2 ? MessageFields.numbers(in, "selected_group", MessageFields::group) : share(in);
    }

    private static String share(FieldReader in) throws CutOffException {
        int group = in.u16("group", MessageFields::group);
        int length = in.u16("key_exchange_length", Integer::toString);
        in.opaque("key_exchange", length, MessageFields::size);
        return TlsNames.group(group);
    }

    private static String list16(
            FieldReader in, String name, String element, java.util.function.IntFunction<String> words)
            throws CutOffException {
        int length = in.u16(name + "_length", Integer::toString);
        String[] names = {""};
        in.group(name, length, list -> names[0] = MessageFields.numbers(list, element, words));
        return names[0];
    }

    private static String list8(
            FieldReader in, String name, String element, java.util.function.IntFunction<String> words)
            throws CutOffException {
        int length = in.u8(name + "_length", Integer::toString);
        List<String> names = new ArrayList<>();
        in.group(name, length, list -> {
            while (list.left() > 0) {
                list.u8(element, code -> {
                    names.add(words.apply(code));
                    return words.apply(code) + " (" + code + ")";
                });
            }
            return String.join(", ", names);
        });
        return String.join(", ", names);
    }

    private static String one8(FieldReader in, String name, java.util.function.IntFunction<String> words)
            throws CutOffException {
        int code = in.u8(name, number -> words.apply(number) + " (" + number + ")");
        return words.apply(code);
    }

    private static String certificateForm(int code) {
        return switch (code) {
            case 0 -> "X.509";
            case 1 -> "OpenPGP";
            case 2 -> "raw public key";
            default -> "unknown";
        };
    }

    private static String keyExchangeMode(int code) {
        return switch (code) {
            case 0 -> "psk_ke";
            case 1 -> "psk_dhe_ke";
            default -> TlsNames.isGrease(code << 8 | code) ? "GREASE" : "unknown";
        };
    }

    private static String pointFormat(int code) {
        return switch (code) {
            case 0 -> "uncompressed";
            case 1 -> "ansiX962_compressed_prime";
            case 2 -> "ansiX962_compressed_char2";
            default -> "unknown";
        };
    }
}
