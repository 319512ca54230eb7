package dev.parley.tls.mbedtls;

import dev.parley.tls.ClientOffer;
import dev.parley.tls.HelloForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client of a build says and can bear, with the defaults of {@code mbedtls_ssl_config_defaults} for a stream client
 * ({@code library/ssl_tls.c}) and what the application adds by calls: server name, ALPN.
 *
 * @param offer its ClientHello; nothing where the build has no TLS 1.2 or 1.3, or no suite
 * @param extensions the types of the ClientHello's extensions in the order they are written, with a server name and ALPN where the
 *     build can send them ({@code library/ssl_cli.c} of 2.x, {@code ssl_client.c} and {@code ssl_tls12_client.c} of 3.x and 4.x)
 * @param alpn true if the application can ask for a protocol, which {@code x-amzn-mqtt-ca} on port 443 needs
 * @param maxFragmentLength true if the application can ask for a shorter one; by itself the client does not
 * @param inContent the most bytes of plaintext in a received record
 * @param outContent the most bytes of plaintext in a sent record
 * @param keyExchangeBytes the size of the ClientKeyExchange record for each key exchange it can come to, by the name of the group
 */
public record MbedTlsProfile(
        Optional<ClientOffer> offer,
        List<Integer> extensions,
        boolean alpn,
        boolean maxFragmentLength,
        int inContent,
        int outContent,
        Map<String, Integer> keyExchangeBytes) {
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final int FIRST_FFDHE = 256;

    public MbedTlsProfile {
        extensions = List.copyOf(extensions);
        keyExchangeBytes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keyExchangeBytes));
    }

    /** The profile of a build. */
    public static MbedTlsProfile of(MbedTlsBuild build) {
        List<PreferredSuite> suites = build.suites();
        List<Integer> versions = new ArrayList<>();
        if (build.isTls13()) {
            versions.add(TLS_1_3);
        }
        if (build.isTls12()) {
            versions.add(TLS_1_2);
        }
        List<Integer> groups = groups(build, suites);
        List<Integer> extensions = extensions(build, suites);
        Optional<ClientOffer> offer = versions.isEmpty() || suites.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClientOffer(
                        versions,
                        suites.stream().map(PreferredSuite::number).toList(),
                        groups,
                        signatureSchemes(build),
                        OptionalInt.empty(),
                        build.isTls12() && build.has("MBEDTLS_SSL_EXTENDED_MASTER_SECRET"),
                        build.isTls12() && build.has("MBEDTLS_SSL_ENCRYPT_THEN_MAC"),
                        build.isTls12() && build.has("MBEDTLS_SSL_SESSION_TICKETS"),
                        pskModes(build),
                        build.has("MBEDTLS_SSL_SERVER_NAME_INDICATION"),
                        false,
                        new HelloForm(recordVersion(build), withFragmentLength(build, extensions))));
        return new MbedTlsProfile(
                offer,
                extensions,
                build.has("MBEDTLS_SSL_ALPN"),
                build.has("MBEDTLS_SSL_MAX_FRAGMENT_LENGTH"),
                build.inContent(),
                build.outContent(),
                keyExchangeBytes(build, suites));
    }

    /** {@code ssl_tls13_write_psk_key_exchange_modes_ext}: the ephemeral one first. */
    private static List<Integer> pskModes(MbedTlsBuild build) {
        List<Integer> modes = new ArrayList<>();
        add(modes, build.isTls13() && build.has("MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED"), 1);
        add(modes, build.isTls13() && build.has("MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_ENABLED"), 0);
        return modes;
    }

    /** 2.x writes the lowest version that is compiled in, of those that it offers by itself, TLS 1.0 and later. */
    private static int recordVersion(MbedTlsBuild build) {
        boolean two = build.version().major() == 2;
        if (two && (build.has("MBEDTLS_SSL_PROTO_TLS1") || build.has("MBEDTLS_SSL_PROTO_SSL3"))) {
            return 0x0301;
        }
        return two && build.has("MBEDTLS_SSL_PROTO_TLS1_1") ? 0x0302 : TLS_1_2;
    }

    /** Where a call of the application would put max_fragment_length. */
    private static List<Integer> withFragmentLength(MbedTlsBuild build, List<Integer> extensions) {
        List<Integer> order = new ArrayList<>(extensions);
        int before = order.indexOf(build.version().major() == 2 || order.contains(11) ? 11 : 13);
        order.add(before + 1, 1);
        return order;
    }

    private static List<Integer> groups(MbedTlsBuild build, List<PreferredSuite> suites) {
        boolean ec = suites.stream().anyMatch(PreferredSuite::usesCurve);
        List<Integer> groups = new ArrayList<>(build.curves().stream()
                .filter(curve -> ec || (build.isTls13() && curve.isTls13()))
                .map(Curve::number)
                .toList());
        if (build.isTls13() && build.can(Capability.FFDH)) {
            for (int i = 0; i < 5; i++) {
                groups.add(FIRST_FFDHE + i);
            }
        }
        return groups;
    }

    /** {@code ssl_preset_default_hashes} (2.x), {@code ssl_tls12_preset_default_sig_algs} and {@code ssl_preset_default_sig_algs}. */
    private static List<Integer> signatureSchemes(MbedTlsBuild build) {
        if (build.isTls13()) {
            return schemesOfTls13(build);
        }
        List<Integer> schemes = new ArrayList<>();
        boolean two = build.version().major() == 2;
        for (Hash hash : two ? Hash.IN_2 : Hash.SINCE_3) {
            if ((hash == Hash.SHA1 && !build.has("MBEDTLS_TLS_DEFAULT_ALLOW_SHA1_IN_KEY_EXCHANGE"))
                    || !build.can(hash.capability)) {
                continue;
            }
            if (build.can(Capability.ECDSA)) {
                schemes.add(hash.number << 8 | 3);
            }
            if (build.can(Capability.RSA)) {
                schemes.add(hash.number << 8 | 1);
            }
        }
        return schemes;
    }

    private static List<Integer> schemesOfTls13(MbedTlsBuild build) {
        List<Integer> schemes = new ArrayList<>();
        if (build.can(Capability.ECDSA)) {
            List<Curve> curves = List.of(Curve.SECP256R1, Curve.SECP384R1, Curve.SECP521R1);
            for (int i = 0; i < curves.size(); i++) {
                Hash hash = Hash.SINCE_3.get(2 - i);
                if (build.has(curves.get(i)) && build.can(hash.capability)) {
                    schemes.add(hash.number << 8 | 3);
                }
            }
        }
        boolean pss = build.has("MBEDTLS_X509_RSASSA_PSS_SUPPORT") && build.can(Capability.RSA_PSS);
        for (Hash hash : Hash.SINCE_3) {
            if (pss && build.can(hash.capability)) {
                schemes.add(0x0800 | hash.number);
            }
        }
        for (Hash hash : Hash.SINCE_3) {
            if (build.can(Capability.RSA) && build.can(Capability.RSA_PKCS1) && build.can(hash.capability)) {
                schemes.add(hash.number << 8 | 1);
            }
        }
        // The PSS schemes are numbered 0x0804 to 0x0806, as the hashes are 4 to 6.
        return schemes;
    }

    /** TLS 1.2's numbers of the hashes (RFC 5246 section 7.4.1.4.1). */
    private enum Hash {
        SHA512(6, Capability.SHA512),
        SHA384(5, Capability.SHA384),
        SHA256(4, Capability.SHA256),
        SHA224(3, Capability.SHA224),
        SHA1(2, Capability.SHA1);

        static final List<Hash> IN_2 = List.of(values());
        static final List<Hash> SINCE_3 = List.of(SHA512, SHA384, SHA256);

        final int number;
        final Capability capability;

        Hash(int number, Capability capability) {
            this.number = number;
            this.capability = capability;
        }
    }

    private static List<Integer> extensions(MbedTlsBuild build, List<PreferredSuite> suites) {
        boolean ec = suites.stream().anyMatch(PreferredSuite::usesCurve);
        List<Integer> types = new ArrayList<>();
        add(types, build.has("MBEDTLS_SSL_SERVER_NAME_INDICATION"), 0);
        if (build.version().major() == 2) {
            add(types, build.isTls12(), 13);
            add(types, ec, 10, 11);
            add(types, build.has("MBEDTLS_SSL_ENCRYPT_THEN_MAC"), 22);
            add(types, build.has("MBEDTLS_SSL_EXTENDED_MASTER_SECRET"), 23);
            add(types, build.has("MBEDTLS_SSL_ALPN"), 16);
            add(types, build.has("MBEDTLS_SSL_SESSION_TICKETS"), 35);
            return types;
        }
        add(types, build.has("MBEDTLS_SSL_ALPN"), 16);
        if (build.isTls13()) {
            types.add(43);
            add(types, build.has("MBEDTLS_SSL_RECORD_SIZE_LIMIT"), 28);
            add(types, isTls13Ephemeral(build), 51);
            add(types, isTls13Psk(build), 45);
        }
        add(types, ec || (build.isTls13() && isTls13Ephemeral(build)), 10);
        types.add(13);
        if (build.isTls12()) {
            add(types, ec, 11);
            add(types, build.has("MBEDTLS_SSL_ENCRYPT_THEN_MAC"), 22);
            add(types, build.has("MBEDTLS_SSL_EXTENDED_MASTER_SECRET"), 23);
            add(types, build.has("MBEDTLS_SSL_SESSION_TICKETS"), 35);
        }
        return types;
    }

    private static boolean isTls13Ephemeral(MbedTlsBuild build) {
        return build.has("MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL_ENABLED")
                || build.has("MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED");
    }

    private static boolean isTls13Psk(MbedTlsBuild build) {
        return build.has("MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_ENABLED")
                || build.has("MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED");
    }

    private static void add(List<Integer> types, boolean is, int... added) {
        if (is) {
            for (int type : added) {
                types.add(type);
            }
        }
    }

    /** Record header 5, handshake header 4, then a length of one byte and the point, or of two bytes and the RSA block. */
    private static Map<String, Integer> keyExchangeBytes(MbedTlsBuild build, List<PreferredSuite> suites) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        if (suites.stream().anyMatch(suite -> suite.keyExchange().startsWith("ECDHE_"))) {
            build.curves()
                    .forEach(curve ->
                            sizes.put(dev.parley.tls.TlsNames.group(curve.number()), 5 + 4 + 1 + curve.pointBytes()));
        }
        if (suites.stream().anyMatch(suite -> suite.keyExchange().equals("RSA"))) {
            sizes.put("RSA 2048", 5 + 4 + 2 + 256);
        }
        return sizes;
    }
}
