package dev.parley.tls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The names that IANA's TLS registries give to numbers. A number that is in none is told as {@code unknown}. */
public final class TlsNames {
    private static final Map<Integer, String> SUITES = table(Registry.SUITES);
    private static final Map<String, Integer> SUITE_NUMBERS =
            SUITES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    private static final Map<Integer, String> GROUPS = table(Registry.GROUPS);
    private static final Map<Integer, String> SCHEMES = table(Registry.SCHEMES);
    private static final Map<Integer, String> EXTENSIONS = table(Registry.EXTENSIONS);

    private TlsNames() {}

    /** The cipher suite's name, for example {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} for 0xc02f. */
    public static String suite(int number) {
        return isGrease(number) ? "GREASE" : SUITES.getOrDefault(number, "unknown");
    }

    /** A cipher suite's name without the words that every one has: {@code ECDHE_RSA_AES_128_GCM_SHA256}. */
    public static String brief(String suite) {
        return suite.replaceFirst("^TLS_", "").replace("_WITH_", "_");
    }

    /** The number of the cipher suite of that name, or nothing. */
    public static Optional<Integer> suiteNumber(String name) {
        return Optional.ofNullable(SUITE_NUMBERS.get(name));
    }

    /** The number of the group of that name, or nothing. */
    public static Optional<Integer> groupNumber(String name) {
        return GROUPS.entrySet().stream()
                .filter(group -> group.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The group's name, for example {@code secp256r1} for 23. */
    public static String group(int number) {
        return isGrease(number) ? "GREASE" : GROUPS.getOrDefault(number, "unknown");
    }

    /**
     * The signature scheme's name, for example {@code rsa_pkcs1_sha256} for 0x0401. Pairs of hash and signature of TLS 1.2 that
     * later standards gave no name are told in TLS 1.2's words, for example {@code sha224 with ecdsa}.
     */
    public static String scheme(int number) {
        String name = SCHEMES.get(number);
        if (name != null) {
            return name;
        }
        if (isGrease(number)) {
            return "GREASE";
        }
        String hash =
                switch (number >> 8) {
                    case 1 -> "md5";
                    case 2 -> "sha1";
                    case 3 -> "sha224";
                    case 4 -> "sha256";
                    case 5 -> "sha384";
                    case 6 -> "sha512";
                    default -> "";
                };
        String signature =
                switch (number & 0xff) {
                    case 0 -> "anonymous";
                    case 1 -> "rsa";
                    case 2 -> "dsa";
                    case 3 -> "ecdsa";
                    default -> "";
                };
        return hash.isEmpty() || signature.isEmpty() ? "unknown" : hash + " with " + signature;
    }

    /** The extension's name, for example {@code server_name} for 0. */
    public static String extension(int number) {
        return isGrease(number) ? "GREASE" : EXTENSIONS.getOrDefault(number, "unknown");
    }

    /** The version in words, for example {@code TLS 1.2} for 0x0303. */
    public static String version(int number) {
        return switch (number) {
            case 0x0002 -> "SSL 2.0";
            case 0x0300 -> "SSL 3.0";
            case 0x0301 -> "TLS 1.0";
            case 0x0302 -> "TLS 1.1";
            case 0x0303 -> "TLS 1.2";
            case 0x0304 -> "TLS 1.3";
            default -> isGrease(number) ? "GREASE" : "unknown version";
        };
    }

    /** True for the numbers that RFC 8701 keeps free so that clients can offer nonsense. */
    static boolean isGrease(int number) {
        return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
    }

    private static Map<Integer, String> table(String lines) {
        Map<Integer, String> table = new HashMap<>();
        lines.lines().forEach(line -> table.put(Integer.parseInt(line.substring(0, 4), 16), line.substring(5)));
        return Map.copyOf(table);
    }

    /** The registries: four hex digits and a name a line. */
    private static final class Registry {
        private static final String SUITES = """
            0000 TLS_NULL_WITH_NULL_NULL
            0001 TLS_RSA_WITH_NULL_MD5
            0002 TLS_RSA_WITH_NULL_SHA
            0003 TLS_RSA_EXPORT_WITH_RC4_40_MD5
            0004 TLS_RSA_WITH_RC4_128_MD5
            0005 TLS_RSA_WITH_RC4_128_SHA
            0006 TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5
            0007 TLS_RSA_WITH_IDEA_CBC_SHA
            0008 TLS_RSA_EXPORT_WITH_DES40_CBC_SHA
            0009 TLS_RSA_WITH_DES_CBC_SHA
            000a TLS_RSA_WITH_3DES_EDE_CBC_SHA
            000b TLS_DH_DSS_EXPORT_WITH_DES40_CBC_SHA
            000c TLS_DH_DSS_WITH_DES_CBC_SHA
            000d TLS_DH_DSS_WITH_3DES_EDE_CBC_SHA
            000e TLS_DH_RSA_EXPORT_WITH_DES40_CBC_SHA
            000f TLS_DH_RSA_WITH_DES_CBC_SHA
            0010 TLS_DH_RSA_WITH_3DES_EDE_CBC_SHA
            0011 TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA
            0012 TLS_DHE_DSS_WITH_DES_CBC_SHA
            0013 TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA
            0014 TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA
            0015 TLS_DHE_RSA_WITH_DES_CBC_SHA
            0016 TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA
            0017 TLS_DH_anon_EXPORT_WITH_RC4_40_MD5
            0018 TLS_DH_anon_WITH_RC4_128_MD5
            0019 TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA
            001a TLS_DH_anon_WITH_DES_CBC_SHA
            001b TLS_DH_anon_WITH_3DES_EDE_CBC_SHA
            002c TLS_PSK_WITH_NULL_SHA
            002d TLS_DHE_PSK_WITH_NULL_SHA
            002e TLS_RSA_PSK_WITH_NULL_SHA
            002f TLS_RSA_WITH_AES_128_CBC_SHA
            0030 TLS_DH_DSS_WITH_AES_128_CBC_SHA
            0031 TLS_DH_RSA_WITH_AES_128_CBC_SHA
            0032 TLS_DHE_DSS_WITH_AES_128_CBC_SHA
            0033 TLS_DHE_RSA_WITH_AES_128_CBC_SHA
            0034 TLS_DH_anon_WITH_AES_128_CBC_SHA
            0035 TLS_RSA_WITH_AES_256_CBC_SHA
            0036 TLS_DH_DSS_WITH_AES_256_CBC_SHA
            0037 TLS_DH_RSA_WITH_AES_256_CBC_SHA
            0038 TLS_DHE_DSS_WITH_AES_256_CBC_SHA
            0039 TLS_DHE_RSA_WITH_AES_256_CBC_SHA
            003a TLS_DH_anon_WITH_AES_256_CBC_SHA
            003b TLS_RSA_WITH_NULL_SHA256
            003c TLS_RSA_WITH_AES_128_CBC_SHA256
            003d TLS_RSA_WITH_AES_256_CBC_SHA256
            003e TLS_DH_DSS_WITH_AES_128_CBC_SHA256
            003f TLS_DH_RSA_WITH_AES_128_CBC_SHA256
            0040 TLS_DHE_DSS_WITH_AES_128_CBC_SHA256
            0041 TLS_RSA_WITH_CAMELLIA_128_CBC_SHA
            0042 TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA
            0043 TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA
            0044 TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA
            0045 TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA
            0046 TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA
            0067 TLS_DHE_RSA_WITH_AES_128_CBC_SHA256
            0068 TLS_DH_DSS_WITH_AES_256_CBC_SHA256
            0069 TLS_DH_RSA_WITH_AES_256_CBC_SHA256
            006a TLS_DHE_DSS_WITH_AES_256_CBC_SHA256
            006b TLS_DHE_RSA_WITH_AES_256_CBC_SHA256
            006c TLS_DH_anon_WITH_AES_128_CBC_SHA256
            006d TLS_DH_anon_WITH_AES_256_CBC_SHA256
            0084 TLS_RSA_WITH_CAMELLIA_256_CBC_SHA
            0085 TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA
            0086 TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA
            0087 TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA
            0088 TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA
            0089 TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA
            008a TLS_PSK_WITH_RC4_128_SHA
            008b TLS_PSK_WITH_3DES_EDE_CBC_SHA
            008c TLS_PSK_WITH_AES_128_CBC_SHA
            008d TLS_PSK_WITH_AES_256_CBC_SHA
            008e TLS_DHE_PSK_WITH_RC4_128_SHA
            008f TLS_DHE_PSK_WITH_3DES_EDE_CBC_SHA
            0090 TLS_DHE_PSK_WITH_AES_128_CBC_SHA
            0091 TLS_DHE_PSK_WITH_AES_256_CBC_SHA
            0092 TLS_RSA_PSK_WITH_RC4_128_SHA
            0093 TLS_RSA_PSK_WITH_3DES_EDE_CBC_SHA
            0094 TLS_RSA_PSK_WITH_AES_128_CBC_SHA
            0095 TLS_RSA_PSK_WITH_AES_256_CBC_SHA
            0096 TLS_RSA_WITH_SEED_CBC_SHA
            0097 TLS_DH_DSS_WITH_SEED_CBC_SHA
            0098 TLS_DH_RSA_WITH_SEED_CBC_SHA
            0099 TLS_DHE_DSS_WITH_SEED_CBC_SHA
            009a TLS_DHE_RSA_WITH_SEED_CBC_SHA
            009b TLS_DH_anon_WITH_SEED_CBC_SHA
            009c TLS_RSA_WITH_AES_128_GCM_SHA256
            009d TLS_RSA_WITH_AES_256_GCM_SHA384
            009e TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
            009f TLS_DHE_RSA_WITH_AES_256_GCM_SHA384
            00a0 TLS_DH_RSA_WITH_AES_128_GCM_SHA256
            00a1 TLS_DH_RSA_WITH_AES_256_GCM_SHA384
            00a2 TLS_DHE_DSS_WITH_AES_128_GCM_SHA256
            00a3 TLS_DHE_DSS_WITH_AES_256_GCM_SHA384
            00a4 TLS_DH_DSS_WITH_AES_128_GCM_SHA256
            00a5 TLS_DH_DSS_WITH_AES_256_GCM_SHA384
            00a6 TLS_DH_anon_WITH_AES_128_GCM_SHA256
            00a7 TLS_DH_anon_WITH_AES_256_GCM_SHA384
            00a8 TLS_PSK_WITH_AES_128_GCM_SHA256
            00a9 TLS_PSK_WITH_AES_256_GCM_SHA384
            00aa TLS_DHE_PSK_WITH_AES_128_GCM_SHA256
            00ab TLS_DHE_PSK_WITH_AES_256_GCM_SHA384
            00ac TLS_RSA_PSK_WITH_AES_128_GCM_SHA256
            00ad TLS_RSA_PSK_WITH_AES_256_GCM_SHA384
            00ae TLS_PSK_WITH_AES_128_CBC_SHA256
            00af TLS_PSK_WITH_AES_256_CBC_SHA384
            00b0 TLS_PSK_WITH_NULL_SHA256
            00b1 TLS_PSK_WITH_NULL_SHA384
            00b2 TLS_DHE_PSK_WITH_AES_128_CBC_SHA256
            00b3 TLS_DHE_PSK_WITH_AES_256_CBC_SHA384
            00b4 TLS_DHE_PSK_WITH_NULL_SHA256
            00b5 TLS_DHE_PSK_WITH_NULL_SHA384
            00b6 TLS_RSA_PSK_WITH_AES_128_CBC_SHA256
            00b7 TLS_RSA_PSK_WITH_AES_256_CBC_SHA384
            00b8 TLS_RSA_PSK_WITH_NULL_SHA256
            00b9 TLS_RSA_PSK_WITH_NULL_SHA384
            00ba TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256
            00bb TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA256
            00bc TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA256
            00bd TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA256
            00be TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256
            00bf TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256
            00c0 TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256
            00c1 TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA256
            00c2 TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA256
            00c3 TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA256
            00c4 TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256
            00c5 TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256
            00c6 TLS_SM4_GCM_SM3
            00c7 TLS_SM4_CCM_SM3
            00ff TLS_EMPTY_RENEGOTIATION_INFO_SCSV
            1301 TLS_AES_128_GCM_SHA256
            1302 TLS_AES_256_GCM_SHA384
            1303 TLS_CHACHA20_POLY1305_SHA256
            1304 TLS_AES_128_CCM_SHA256
            1305 TLS_AES_128_CCM_8_SHA256
            5600 TLS_FALLBACK_SCSV
            c001 TLS_ECDH_ECDSA_WITH_NULL_SHA
            c002 TLS_ECDH_ECDSA_WITH_RC4_128_SHA
            c003 TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA
            c004 TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA
            c005 TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA
            c006 TLS_ECDHE_ECDSA_WITH_NULL_SHA
            c007 TLS_ECDHE_ECDSA_WITH_RC4_128_SHA
            c008 TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
            c009 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
            c00a TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
            c00b TLS_ECDH_RSA_WITH_NULL_SHA
            c00c TLS_ECDH_RSA_WITH_RC4_128_SHA
            c00d TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA
            c00e TLS_ECDH_RSA_WITH_AES_128_CBC_SHA
            c00f TLS_ECDH_RSA_WITH_AES_256_CBC_SHA
            c010 TLS_ECDHE_RSA_WITH_NULL_SHA
            c011 TLS_ECDHE_RSA_WITH_RC4_128_SHA
            c012 TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
            c013 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
            c014 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
            c015 TLS_ECDH_anon_WITH_NULL_SHA
            c016 TLS_ECDH_anon_WITH_RC4_128_SHA
            c017 TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA
            c018 TLS_ECDH_anon_WITH_AES_128_CBC_SHA
            c019 TLS_ECDH_anon_WITH_AES_256_CBC_SHA
            c01a TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA
            c01b TLS_SRP_SHA_RSA_WITH_3DES_EDE_CBC_SHA
            c01c TLS_SRP_SHA_DSS_WITH_3DES_EDE_CBC_SHA
            c01d TLS_SRP_SHA_WITH_AES_128_CBC_SHA
            c01e TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA
            c01f TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA
            c020 TLS_SRP_SHA_WITH_AES_256_CBC_SHA
            c021 TLS_SRP_SHA_RSA_WITH_AES_256_CBC_SHA
            c022 TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA
            c023 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
            c024 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
            c025 TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256
            c026 TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384
            c027 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
            c028 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384
            c029 TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256
            c02a TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384
            c02b TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            c02c TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
            c02d TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256
            c02e TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384
            c02f TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            c030 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            c031 TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256
            c032 TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384
            c033 TLS_ECDHE_PSK_WITH_RC4_128_SHA
            c034 TLS_ECDHE_PSK_WITH_3DES_EDE_CBC_SHA
            c035 TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA
            c036 TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA
            c037 TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256
            c038 TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384
            c039 TLS_ECDHE_PSK_WITH_NULL_SHA
            c03a TLS_ECDHE_PSK_WITH_NULL_SHA256
            c03b TLS_ECDHE_PSK_WITH_NULL_SHA384
            c03c TLS_RSA_WITH_ARIA_128_CBC_SHA256
            c03d TLS_RSA_WITH_ARIA_256_CBC_SHA384
            c03e TLS_DH_DSS_WITH_ARIA_128_CBC_SHA256
            c03f TLS_DH_DSS_WITH_ARIA_256_CBC_SHA384
            c040 TLS_DH_RSA_WITH_ARIA_128_CBC_SHA256
            c041 TLS_DH_RSA_WITH_ARIA_256_CBC_SHA384
            c042 TLS_DHE_DSS_WITH_ARIA_128_CBC_SHA256
            c043 TLS_DHE_DSS_WITH_ARIA_256_CBC_SHA384
            c044 TLS_DHE_RSA_WITH_ARIA_128_CBC_SHA256
            c045 TLS_DHE_RSA_WITH_ARIA_256_CBC_SHA384
            c046 TLS_DH_anon_WITH_ARIA_128_CBC_SHA256
            c047 TLS_DH_anon_WITH_ARIA_256_CBC_SHA384
            c048 TLS_ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256
            c049 TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384
            c04a TLS_ECDH_ECDSA_WITH_ARIA_128_CBC_SHA256
            c04b TLS_ECDH_ECDSA_WITH_ARIA_256_CBC_SHA384
            c04c TLS_ECDHE_RSA_WITH_ARIA_128_CBC_SHA256
            c04d TLS_ECDHE_RSA_WITH_ARIA_256_CBC_SHA384
            c04e TLS_ECDH_RSA_WITH_ARIA_128_CBC_SHA256
            c04f TLS_ECDH_RSA_WITH_ARIA_256_CBC_SHA384
            c050 TLS_RSA_WITH_ARIA_128_GCM_SHA256
            c051 TLS_RSA_WITH_ARIA_256_GCM_SHA384
            c052 TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256
            c053 TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384
            c054 TLS_DH_RSA_WITH_ARIA_128_GCM_SHA256
            c055 TLS_DH_RSA_WITH_ARIA_256_GCM_SHA384
            c056 TLS_DHE_DSS_WITH_ARIA_128_GCM_SHA256
            c057 TLS_DHE_DSS_WITH_ARIA_256_GCM_SHA384
            c058 TLS_DH_DSS_WITH_ARIA_128_GCM_SHA256
            c059 TLS_DH_DSS_WITH_ARIA_256_GCM_SHA384
            c05a TLS_DH_anon_WITH_ARIA_128_GCM_SHA256
            c05b TLS_DH_anon_WITH_ARIA_256_GCM_SHA384
            c05c TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256
            c05d TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384
            c05e TLS_ECDH_ECDSA_WITH_ARIA_128_GCM_SHA256
            c05f TLS_ECDH_ECDSA_WITH_ARIA_256_GCM_SHA384
            c060 TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256
            c061 TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384
            c062 TLS_ECDH_RSA_WITH_ARIA_128_GCM_SHA256
            c063 TLS_ECDH_RSA_WITH_ARIA_256_GCM_SHA384
            c064 TLS_PSK_WITH_ARIA_128_CBC_SHA256
            c065 TLS_PSK_WITH_ARIA_256_CBC_SHA384
            c066 TLS_DHE_PSK_WITH_ARIA_128_CBC_SHA256
            c067 TLS_DHE_PSK_WITH_ARIA_256_CBC_SHA384
            c068 TLS_RSA_PSK_WITH_ARIA_128_CBC_SHA256
            c069 TLS_RSA_PSK_WITH_ARIA_256_CBC_SHA384
            c06a TLS_PSK_WITH_ARIA_128_GCM_SHA256
            c06b TLS_PSK_WITH_ARIA_256_GCM_SHA384
            c06c TLS_DHE_PSK_WITH_ARIA_128_GCM_SHA256
            c06d TLS_DHE_PSK_WITH_ARIA_256_GCM_SHA384
            c06e TLS_RSA_PSK_WITH_ARIA_128_GCM_SHA256
            c06f TLS_RSA_PSK_WITH_ARIA_256_GCM_SHA384
            c070 TLS_ECDHE_PSK_WITH_ARIA_128_CBC_SHA256
            c071 TLS_ECDHE_PSK_WITH_ARIA_256_CBC_SHA384
            c072 TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256
            c073 TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384
            c074 TLS_ECDH_ECDSA_WITH_CAMELLIA_128_CBC_SHA256
            c075 TLS_ECDH_ECDSA_WITH_CAMELLIA_256_CBC_SHA384
            c076 TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256
            c077 TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384
            c078 TLS_ECDH_RSA_WITH_CAMELLIA_128_CBC_SHA256
            c079 TLS_ECDH_RSA_WITH_CAMELLIA_256_CBC_SHA384
            c07a TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256
            c07b TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384
            c07c TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256
            c07d TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384
            c07e TLS_DH_RSA_WITH_CAMELLIA_128_GCM_SHA256
            c07f TLS_DH_RSA_WITH_CAMELLIA_256_GCM_SHA384
            c080 TLS_DHE_DSS_WITH_CAMELLIA_128_GCM_SHA256
            c081 TLS_DHE_DSS_WITH_CAMELLIA_256_GCM_SHA384
            c082 TLS_DH_DSS_WITH_CAMELLIA_128_GCM_SHA256
            c083 TLS_DH_DSS_WITH_CAMELLIA_256_GCM_SHA384
            c084 TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256
            c085 TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384
            c086 TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256
            c087 TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384
            c088 TLS_ECDH_ECDSA_WITH_CAMELLIA_128_GCM_SHA256
            c089 TLS_ECDH_ECDSA_WITH_CAMELLIA_256_GCM_SHA384
            c08a TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256
            c08b TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384
            c08c TLS_ECDH_RSA_WITH_CAMELLIA_128_GCM_SHA256
            c08d TLS_ECDH_RSA_WITH_CAMELLIA_256_GCM_SHA384
            c08e TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256
            c08f TLS_PSK_WITH_CAMELLIA_256_GCM_SHA384
            c090 TLS_DHE_PSK_WITH_CAMELLIA_128_GCM_SHA256
            c091 TLS_DHE_PSK_WITH_CAMELLIA_256_GCM_SHA384
            c092 TLS_RSA_PSK_WITH_CAMELLIA_128_GCM_SHA256
            c093 TLS_RSA_PSK_WITH_CAMELLIA_256_GCM_SHA384
            c094 TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256
            c095 TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384
            c096 TLS_DHE_PSK_WITH_CAMELLIA_128_CBC_SHA256
            c097 TLS_DHE_PSK_WITH_CAMELLIA_256_CBC_SHA384
            c098 TLS_RSA_PSK_WITH_CAMELLIA_128_CBC_SHA256
            c099 TLS_RSA_PSK_WITH_CAMELLIA_256_CBC_SHA384
            c09a TLS_ECDHE_PSK_WITH_CAMELLIA_128_CBC_SHA256
            c09b TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384
            c09c TLS_RSA_WITH_AES_128_CCM
            c09d TLS_RSA_WITH_AES_256_CCM
            c09e TLS_DHE_RSA_WITH_AES_128_CCM
            c09f TLS_DHE_RSA_WITH_AES_256_CCM
            c0a0 TLS_RSA_WITH_AES_128_CCM_8
            c0a1 TLS_RSA_WITH_AES_256_CCM_8
            c0a2 TLS_DHE_RSA_WITH_AES_128_CCM_8
            c0a3 TLS_DHE_RSA_WITH_AES_256_CCM_8
            c0a4 TLS_PSK_WITH_AES_128_CCM
            c0a5 TLS_PSK_WITH_AES_256_CCM
            c0a6 TLS_DHE_PSK_WITH_AES_128_CCM
            c0a7 TLS_DHE_PSK_WITH_AES_256_CCM
            c0a8 TLS_PSK_WITH_AES_128_CCM_8
            c0a9 TLS_PSK_WITH_AES_256_CCM_8
            c0aa TLS_PSK_DHE_WITH_AES_128_CCM_8
            c0ab TLS_PSK_DHE_WITH_AES_256_CCM_8
            c0ac TLS_ECDHE_ECDSA_WITH_AES_128_CCM
            c0ad TLS_ECDHE_ECDSA_WITH_AES_256_CCM
            c0ae TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8
            c0af TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8
            c0b4 TLS_SHA256_SHA256
            c0b5 TLS_SHA384_SHA384
            c100 TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC
            c101 TLS_GOSTR341112_256_WITH_MAGMA_CTR_OMAC
            c102 TLS_GOSTR341112_256_WITH_28147_CNT_IMIT
            cca8 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
            cca9 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
            ccaa TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256
            ccab TLS_PSK_WITH_CHACHA20_POLY1305_SHA256
            ccac TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256
            ccad TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256
            ccae TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256
            d001 TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256
            d002 TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384
            d003 TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256
            d005 TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256
            """;

        private static final String GROUPS = """
            0001 sect163k1
            0002 sect163r1
            0003 sect163r2
            0004 sect193r1
            0005 sect193r2
            0006 sect233k1
            0007 sect233r1
            0008 sect239k1
            0009 sect283k1
            000a sect283r1
            000b sect409k1
            000c sect409r1
            000d sect571k1
            000e sect571r1
            000f secp160k1
            0010 secp160r1
            0011 secp160r2
            0012 secp192k1
            0013 secp192r1
            0014 secp224k1
            0015 secp224r1
            0016 secp256k1
            0017 secp256r1
            0018 secp384r1
            0019 secp521r1
            001a brainpoolP256r1
            001b brainpoolP384r1
            001c brainpoolP512r1
            001d x25519
            001e x448
            001f brainpoolP256r1tls13
            0020 brainpoolP384r1tls13
            0021 brainpoolP512r1tls13
            0029 curveSM2
            0100 ffdhe2048
            0101 ffdhe3072
            0102 ffdhe4096
            0103 ffdhe6144
            0104 ffdhe8192
            0200 MLKEM512
            0201 MLKEM768
            0202 MLKEM1024
            11eb SecP256r1MLKEM768
            11ec X25519MLKEM768
            11ed SecP384r1MLKEM1024
            11ee curveSM2MLKEM768
            ff01 arbitrary_explicit_prime_curves
            ff02 arbitrary_explicit_char2_curves
            """;

        private static final String SCHEMES = """
            0201 rsa_pkcs1_sha1
            0203 ecdsa_sha1
            0401 rsa_pkcs1_sha256
            0403 ecdsa_secp256r1_sha256
            0501 rsa_pkcs1_sha384
            0503 ecdsa_secp384r1_sha384
            0601 rsa_pkcs1_sha512
            0603 ecdsa_secp521r1_sha512
            0708 sm2sig_sm3
            0804 rsa_pss_rsae_sha256
            0805 rsa_pss_rsae_sha384
            0806 rsa_pss_rsae_sha512
            0807 ed25519
            0808 ed448
            0809 rsa_pss_pss_sha256
            080a rsa_pss_pss_sha384
            080b rsa_pss_pss_sha512
            081a ecdsa_brainpoolP256r1tls13_sha256
            081b ecdsa_brainpoolP384r1tls13_sha384
            081c ecdsa_brainpoolP512r1tls13_sha512
            0904 mldsa44
            0905 mldsa65
            0906 mldsa87
            """;

        private static final String EXTENSIONS = """
            0000 server_name
            0001 max_fragment_length
            0002 client_certificate_url
            0003 trusted_ca_keys
            0004 truncated_hmac
            0005 status_request
            0006 user_mapping
            0007 client_authz
            0008 server_authz
            0009 cert_type
            000a supported_groups
            000b ec_point_formats
            000c srp
            000d signature_algorithms
            000e use_srtp
            000f heartbeat
            0010 application_layer_protocol_negotiation
            0011 status_request_v2
            0012 signed_certificate_timestamp
            0013 client_certificate_type
            0014 server_certificate_type
            0015 padding
            0016 encrypt_then_mac
            0017 extended_master_secret
            0018 token_binding
            0019 cached_info
            001b compress_certificate
            001c record_size_limit
            0023 session_ticket
            0029 pre_shared_key
            002a early_data
            002b supported_versions
            002c cookie
            002d psk_key_exchange_modes
            002f certificate_authorities
            0030 oid_filters
            0031 post_handshake_auth
            0032 signature_algorithms_cert
            0033 key_share
            0036 connection_id
            ff01 renegotiation_info
            """;

        private Registry() {}
    }
}
