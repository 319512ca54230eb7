package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.util.ArrayList;
import java.util.List;

/** The fields of the usual extensions and what they say, in words (RFC 6066, 7301, 7366, 7627, 8422, 8446, 8449). */
final class ExtensionFields {
    private ExtensionFields() {}

    /** Reads the data of an extension; gives its meaning. */
    static String read(int type, boolean client, FieldReader in) throws CutOffException {
        if (in.left() == 0) {
            return empty(type);
        }
        return switch (type) {
            case 0 -> serverName(in);
            case 1 -> {
                int[] bytes = {0};
                in.u8("max_fragment_length", code -> {
                    bytes[0] = code >= 1 && code <= 4 ? 256 << code : 0;
                    return bytes[0] == 0 ? "unknown (" + code + ")" : bytes[0] + " bytes (" + code + ")";
                });
                yield bytes[0] == 0 ? "unknown" : "records of at most " + bytes[0] + " bytes";
            }
            case 5 -> {
                in.u8("status_type", code -> code == 1 ? "ocsp (1)" : Integer.toString(code));
                in.opaque("request", in.left(), MessageFields::size);
                yield "asks for an OCSP response";
            }
            case 10 -> list16(in, "named_group_list", "named_group", MessageFields::group);
            case 11 -> {
                int length = in.u8("ec_point_formats_length", Integer::toString);
                List<String> names = new ArrayList<>();
                in.group("ec_point_formats", length, list -> {
                    while (list.left() > 0) {
                        list.u8("ec_point_format", code -> {
                            names.add(pointFormat(code));
                            return pointFormat(code) + " (" + code + ")";
                        });
                    }
                    return String.join(", ", names);
                });
                yield String.join(", ", names);
            }
            case 13, 50 -> list16(in, "supported_signature_algorithms", "algorithm", MessageFields::scheme);
            case 16 -> protocols(in);
            case 21 -> {
                in.opaque("padding", in.left(), MessageFields::size);
                yield "fills the hello up";
            }
            case 28 -> {
                String[] value = {""};
                in.u16("record_size_limit", limit -> value[0] = limit + " bytes");
                yield "records of at most " + value[0];
            }
            case 35 -> {
                Bytes ticket = in.opaque("ticket", in.left(), MessageFields::size);
                yield "a ticket of " + ticket.length() + " bytes to resume a session";
            }
            case 43 -> supportedVersions(client, in);
            case 44 -> {
                int length = in.u16("cookie_length", Integer::toString);
                in.opaque("cookie", length, MessageFields::size);
                yield "a cookie";
            }
            case 45 -> {
                int length = in.u8("ke_modes_length", Integer::toString);
                in.opaque("ke_modes", length, modes -> modes.indexOf(1, 0) >= 0 ? "psk_dhe_ke" : "psk_ke");
                yield "how a resumed session makes keys";
            }
            case 51 -> keyShare(client, in);
            case 0xff01 -> {
                int length = in.u8("renegotiated_connection_length", Integer::toString);
                if (length > 0) {
                    in.opaque("renegotiated_connection", length, Bytes::hex);
                }
                yield length == 0 ? "first handshake, secure renegotiation" : "renegotiation";
            }
            default -> {
                in.opaque("extension_data", in.left(), MessageFields::size);
                yield "";
            }
        };
    }

    private static String empty(int type) {
        return switch (type) {
            case 0 -> "the name was taken";
            case 5 -> "an OCSP response will come";
            case 22 -> "the MAC is made over the ciphertext";
            case 23 -> "the master secret is bound to the handshake";
            case 35 -> "tickets are understood";
            default -> "empty";
        };
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

    private static String pointFormat(int code) {
        return switch (code) {
            case 0 -> "uncompressed";
            case 1 -> "ansiX962_compressed_prime";
            case 2 -> "ansiX962_compressed_char2";
            default -> "unknown";
        };
    }
}
