package dev.parley.tls.mbedtls;

import dev.parley.tls.MbedTlsLine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a build of mbedTLS has compiled in: its configuration header, read as the release it is for.
 *
 * <p>Options that a release sets by itself count as set ({@code config_adjust_*.h} of 3.6.6). Where the cryptography is chosen in
 * {@code psa/crypto_config.h} and that text is not at hand, the release's own, which has everything, is assumed.
 *
 * @param header the configuration header
 * @param guess the release
 */
public record MbedTlsBuild(ConfigHeader header, VersionGuess guess) {
    /** The content length where none is set ({@code include/mbedtls/ssl.h}): that of TLS itself. */
    public static final int DEFAULT_CONTENT = 16384;

    private static final MbedTlsVersion OFFERS_NO_PSK = new MbedTlsVersion(2, 23, 0);

    /** The build of that configuration text; the version is guessed. */
    public static MbedTlsBuild of(String text) {
        ConfigHeader header = ConfigHeader.read(text);
        return new MbedTlsBuild(header, VersionGuess.of(header));
    }

    /** The build of that configuration text in that version. */
    public static MbedTlsBuild of(String text, MbedTlsVersion version) {
        return new MbedTlsBuild(ConfigHeader.read(text), VersionGuess.given(version));
    }

    public MbedTlsVersion version() {
        return guess.version();
    }

    /** The line whose numbers of states the device prints. */
    public MbedTlsLine line() {
        return switch (version().major()) {
            case 2 -> version().isBefore(new MbedTlsVersion(2, 17, 0)) ? MbedTlsLine.V2_16 : MbedTlsLine.V2_28;
            case 3 -> MbedTlsLine.V3;
            default -> MbedTlsLine.V4;
        };
    }

    /** True if the option is set, by the header or by the release itself. */
    boolean has(String option) {
        if (header.has(option)) {
            return true;
        }
        return switch (option) {
            case "MBEDTLS_ASN1_PARSE_C", "MBEDTLS_ASN1_WRITE_C" ->
                (version().major() == 3 && header.has("MBEDTLS_RSA_C"))
                        || version().major() >= 4;
            case "MBEDTLS_X509_CHECK_KEY_USAGE", "MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE" ->
                version().major() >= 3;
            default -> false;
        };
    }

    boolean can(Capability capability) {
        if (capability == Capability.NULL_CIPHER) {
            return capability.options(version(), false).stream().anyMatch(header::has);
        }
        if (capability == Capability.SHA384 && version().major() == 2 && header.has("MBEDTLS_SHA512_NO_SHA384")) {
            return false;
        }
        if (isCryptoAssumed()
                && !capability.options(new MbedTlsVersion(4, 0, 0), true).isEmpty()) {
            return true;
        }
        return capability.options(version(), isPsaConfigured()).stream().anyMatch(header::has);
    }

    /** True if the choice of the cryptography is in a file that is not at hand. */
    boolean isCryptoAssumed() {
        return isPsaConfigured()
                && header.options().stream().noneMatch(option -> option.name().startsWith("PSA_WANT_"));
    }

    private boolean isPsaConfigured() {
        return version().major() >= 4 || header.has("MBEDTLS_PSA_CRYPTO_CONFIG");
    }

    boolean has(Curve curve) {
        // The small curves went with 4.0; the default of crypto_config.h has all others.
        return isCryptoAssumed()
                || curve.options(version(), isPsaConfigured()).stream().anyMatch(header::has);
    }

    /** The curves, in the order they are offered. */
    List<Curve> curves() {
        return Curve.inOrder(version()).stream().filter(this::has).toList();
    }

    boolean keyExchange(String name) {
        return header.has("MBEDTLS_KEY_EXCHANGE_" + name + "_ENABLED");
    }

    boolean isTls12() {
        return header.has("MBEDTLS_SSL_PROTO_TLS1_2");
    }

    boolean isTls13() {
        return version().major() >= 3 && header.has("MBEDTLS_SSL_PROTO_TLS1_3");
    }

    /** True if a version before TLS 1.2 is compiled in, which only 2.x has. */
    boolean isOlderThanTls12() {
        return version().major() == 2
                && (header.has("MBEDTLS_SSL_PROTO_SSL3")
                        || header.has("MBEDTLS_SSL_PROTO_TLS1")
                        || header.has("MBEDTLS_SSL_PROTO_TLS1_1"));
    }

    /** The most bytes of plaintext in a record that it can receive; also the largest handshake message. */
    public int inContent() {
        return content("MBEDTLS_SSL_IN_CONTENT_LEN");
    }

    /** The most bytes of plaintext in a record that it can send; also the largest handshake message. */
    public int outContent() {
        return content("MBEDTLS_SSL_OUT_CONTENT_LEN");
    }

    private int content(String option) {
        OptionalInt own = header.number(option);
        // MBEDTLS_SSL_MAX_CONTENT_LEN went with 3.0.
        OptionalInt both = version().major() == 2 ? header.number("MBEDTLS_SSL_MAX_CONTENT_LEN") : OptionalInt.empty();
        return own.isPresent() ? own.getAsInt() : both.orElse(DEFAULT_CONTENT);
    }

    /** The suites of a list of its own ({@code MBEDTLS_SSL_CIPHERSUITES}), in its order; nothing where there is none. */
    Optional<List<PreferredSuite>> listedSuites() {
        return header.option("MBEDTLS_SSL_CIPHERSUITES")
                .filter(option -> option.state() == ConfigHeader.State.ON)
                .map(option -> List.of(option.value().split(",")).stream()
                        .map(String::strip)
                        .flatMap(name -> PreferredSuite.named(name).stream())
                        .toList());
    }

    /** The suites that are compiled in, in the order they are offered. */
    List<PreferredSuite> suites() {
        return listedSuites().orElseGet(PreferredSuite::inOrder).stream()
                .filter(this::has)
                .toList();
    }

    boolean has(PreferredSuite suite) {
        if (!suite.needs().stream().allMatch(this::can)) {
            return false;
        }
        if (suite.isTls13()) {
            return isTls13();
        }
        // Without a pre-shared key a client offers no suite that needs one: ssl_validate_ciphersuite, since 2.23.
        if (!keyExchange(suite.keyExchange()) || (suite.isPsk() && !version().isBefore(OFFERS_NO_PSK))) {
            return false;
        }
        return switch (version().major()) {
            case 2 -> (isTls12() || (isOlderThanTls12() && suite.isOlderThanTls12())) && isKeptIn2(suite);
            case 3 ->
                isTls12()
                        && !suite.needs().contains(Capability.DES)
                        && !suite.needs().contains(Capability.ARC4);
            default -> isTls12() && suite.keyExchange().startsWith("ECDHE_");
        };
    }

    /** 2.x: RC4 is off at run time unless asked for; 3DES goes with an option; weak suites come with one. */
    private boolean isKeptIn2(PreferredSuite suite) {
        if (suite.needs().contains(Capability.ARC4)) {
            return false;
        }
        if (suite.name().contains("_3DES_") && header.has("MBEDTLS_REMOVE_3DES_CIPHERSUITES")) {
            return false;
        }
        return !suite.isWeak() || header.has("MBEDTLS_ENABLE_WEAK_CIPHERSUITES");
    }
}
