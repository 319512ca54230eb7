package dev.parley.tls.mbedtls;

import dev.parley.tls.ClientOffer;
import dev.parley.tls.Severity;
import dev.parley.tls.TlsNames;
import dev.parley.tls.mbedtls.ConfigHeader.Option;
import dev.parley.tls.mbedtls.ConfigHeader.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a configuration tells by itself. */
final class BuildRules {
    private final MbedTlsBuild build;
    private final MbedTlsProfile profile;
    private final List<AuditFinding> findings = new ArrayList<>();

    private BuildRules(MbedTlsBuild build) {
        this.build = build;
        this.profile = MbedTlsProfile.of(build);
    }

    static List<AuditFinding> findings(MbedTlsBuild build) {
        BuildRules rules = new BuildRules(build);
        rules.prerequisites();
        rules.departures();
        rules.protocols();
        rules.hashes();
        rules.lengths();
        rules.extensions();
        rules.certificates();
        rules.platform();
        return List.copyOf(rules.findings);
    }

    private void prerequisites() {
        for (Prerequisite rule : Prerequisite.all()) {
            List<List<String>> missing = rule.missing(build);
            if (!missing.isEmpty()) {
                String needs =
                        missing.stream().map(any -> String.join(" or ", any)).collect(Collectors.joining(", and "));
                add(
                        Severity.ERROR,
                        rule.option(),
                        "The build stops: " + rule.option() + " needs " + needs + ".",
                        "Define " + needs + ", or leave " + rule.option() + " undefined.");
            }
        }
        if (build.header().has("MBEDTLS_ECP_C") && !build.isCryptoAssumed() && noCurve()) {
            add(
                    Severity.ERROR,
                    "MBEDTLS_ECP_C",
                    "The build stops: elliptic curves are on without a single curve.",
                    "Define " + Curve.SECP256R1.option(build.version()) + ".");
        }
    }

    private boolean noCurve() {
        for (Curve curve : Curve.values()) {
            if (build.has(curve)) {
                return false;
            }
        }
        return true;
    }

    private void departures() {
        for (Option option : build.header().options()) {
            if (option.state() == State.ON) {
                Departure.of(option.name(), build.version())
                        .ifPresent(departure -> add(
                                Severity.WARNING,
                                option.name(),
                                option.name() + " does nothing in "
                                        + build.version().major() + ".x: " + departure.sentence(),
                                option.name().startsWith("MBEDTLS_KEY_EXCHANGE_") && !build.isTls12()
                                        ? "Remove it: TLS 1.3 has no key exchanges to choose from."
                                        : departure.change()));
            }
        }
    }

    private void protocols() {
        if (!build.has("MBEDTLS_SSL_CLI_C")) {
            add(
                    Severity.ERROR,
                    "MBEDTLS_SSL_CLI_C",
                    "Without MBEDTLS_SSL_CLI_C there is no TLS client.",
                    "Define MBEDTLS_SSL_CLI_C and MBEDTLS_SSL_TLS_C.");
        }
        if (!build.isTls12() && !build.isTls13()) {
            add(
                    Severity.ERROR,
                    "MBEDTLS_SSL_PROTO_TLS1_2",
                    build.isOlderThanTls12()
                            ? "TLS 1.2 is not compiled in; servers of today refuse what is older with"
                                    + " protocol_version(70)."
                            : "No TLS version is compiled in.",
                    "Define MBEDTLS_SSL_PROTO_TLS1_2.");
        } else if (build.suites().isEmpty()) {
            add(
                    Severity.ERROR,
                    build.header().has("MBEDTLS_SSL_CIPHERSUITES")
                            ? "MBEDTLS_SSL_CIPHERSUITES"
                            : build.isTls12() ? "MBEDTLS_KEY_EXCHANGE" : "MBEDTLS_SSL_PROTO_TLS1_3",
                    build.isTls12()
                            ? "No cipher suite is left: each needs its key exchange, cipher, mode and hash compiled in."
                            : "No cipher suite is left: each of TLS 1.3 needs its cipher, mode and hash compiled in.",
                    "Define at least "
                            + (build.isTls12() ? "MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED, " : "")
                            + Capability.AES.option(build.version()) + ", "
                            + Capability.GCM.option(build.version()) + " and "
                            + Capability.SHA256.option(build.version()) + ".");
        }
        if (build.isTls12() && !build.isTls13()) {
            note(
                    "MBEDTLS_SSL_PROTO_TLS1_2",
                    "TLS 1.2 is the only version offered; a server that insists on TLS 1.3 answers"
                            + " protocol_version(70).");
        }
        Optional<ClientOffer> offer = profile.offer();
        if (offer.isPresent()) {
            List<Integer> groups = offer.get().groups();
            if (groups.size() == 1) {
                add(
                        Severity.NOTE,
                        optionOf(groups.getFirst()),
                        TlsNames.group(groups.getFirst())
                                + " is the only curve: for the key exchange, for the server's chain and for an own"
                                + " ECDSA key.",
                        "");
            } else if (groups.isEmpty() && build.suites().stream().anyMatch(PreferredSuite::usesCurve)) {
                add(
                        Severity.ERROR,
                        Curve.SECP256R1.option(build.version()),
                        "Suites with elliptic curves are on without a curve, so the client cannot write its"
                                + " ClientHello.",
                        "Define " + Curve.SECP256R1.option(build.version()) + ".");
            }
            if (groups.size() > 1 && groups.getFirst() == Curve.SECP521R1.number()) {
                add(
                        Severity.WARNING,
                        Curve.SECP521R1.option(build.version()),
                        "2.x offers the largest curve first, and a server that follows the client takes P-521:"
                                + " seconds of computing on a small device.",
                        "Leave the curves undefined that no server of yours needs, or use mbedtls_ssl_conf_curves.");
            }
        }
        weak("MBEDTLS_ENABLE_WEAK_CIPHERSUITES", "weak suites");
        weak("MBEDTLS_CIPHER_NULL_CIPHER", "suites without encryption");
    }

    private void weak(String option, String what) {
        if (build.header().has(option)) {
            add(Severity.WARNING, option, option + " compiles in " + what + ".", "Leave it undefined.");
        }
    }

    private String optionOf(int group) {
        for (Curve curve : Curve.values()) {
            if (curve.number() == group) {
                return curve.option(build.version());
            }
        }
        return "MBEDTLS_ECP_C";
    }

    private void hashes() {
        if (build.version().major() == 3
                && build.can(Capability.SHA512)
                && !build.can(Capability.SHA384)
                && !build.isCryptoAssumed()) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_SHA512_C",
                    "Since 3.0 SHA-512 no longer brings SHA-384, so the suites and certificates with SHA-384 are"
                            + " missing.",
                    "Define MBEDTLS_SHA384_C.");
        }
        if (!build.can(Capability.SHA256)) {
            add(
                    Severity.ERROR,
                    Capability.SHA256.option(build.version()),
                    "Without SHA-256 hardly any certificate of today can be verified.",
                    "Define " + Capability.SHA256.option(build.version()) + ".");
        } else if (!build.can(Capability.SHA384)) {
            add(
                    Severity.WARNING,
                    Capability.SHA384.option(build.version()),
                    "Certificates that are signed with SHA-384 cannot be verified.",
                    "Define " + Capability.SHA384.option(build.version()) + " if a chain needs it.");
        }
        if (!build.can(Capability.SHA1)) {
            note(
                    Capability.SHA1.option(build.version()),
                    "SHA-1 is not compiled in; suites that end in _SHA are not offered, and no certificate signed with"
                            + " it can be verified.");
        }
        if (!build.can(Capability.RSA_PSS)) {
            note(
                    Capability.RSA_PSS.option(build.version()),
                    "RSA-PSS is not compiled in; a chain signed with it cannot be verified.");
        }
    }

    private void lengths() {
        int in = profile.inContent();
        int out = profile.outContent();
        String option = lengthOption("MBEDTLS_SSL_IN_CONTENT_LEN");
        if (in < MbedTlsBuild.DEFAULT_CONTENT) {
            add(
                    Severity.WARNING,
                    option,
                    "A received record may carry " + in + " bytes; TLS allows a server 16384, and it does not know the"
                            + " limit"
                            + (profile.maxFragmentLength() ? " unless mbedtls_ssl_conf_max_frag_len is called." : "."),
                    profile.maxFragmentLength()
                            ? "Call mbedtls_ssl_conf_max_frag_len, or make sure that no record of the server is larger."
                            : "Define MBEDTLS_SSL_MAX_FRAGMENT_LENGTH and call mbedtls_ssl_conf_max_frag_len, or raise"
                                    + " the length.");
        } else if (in > MbedTlsBuild.DEFAULT_CONTENT) {
            add(
                    Severity.WARNING,
                    option,
                    "A content length above 16384 buys nothing: no record carries more (RFC 5246 section 6.2.1).",
                    "Set it to 16384 or less.");
        }
        if (out < 512) {
            add(
                    Severity.WARNING,
                    lengthOption("MBEDTLS_SSL_OUT_CONTENT_LEN"),
                    "A sent handshake message may have " + out + " bytes; a ClientHello or Certificate soon has more.",
                    "Raise MBEDTLS_SSL_OUT_CONTENT_LEN to the size of your own Certificate message at least.");
        }
        note(
                option,
                "The two record buffers take more than " + (in + out) + " bytes of heap (" + in + " in, " + out
                        + " out, and what surrounds them)"
                        + (in == MbedTlsBuild.DEFAULT_CONTENT
                                        && build.header().option(option).isEmpty()
                                ? "; no length is set, so TLS's own 16384 holds."
                                : "."));
    }

    private String lengthOption(String own) {
        return build.version().major() == 2
                        && !build.header().has(own)
                        && build.header().has("MBEDTLS_SSL_MAX_CONTENT_LEN")
                ? "MBEDTLS_SSL_MAX_CONTENT_LEN"
                : own;
    }

    private void extensions() {
        boolean after = (build.guess().exact() && !build.version().isBefore(MbedTlsVersion.DEFRAGMENTS))
                || build.version().major() >= 4;
        boolean maybe = build.version().major() == 3 && !build.guess().exact();
        if (!after) {
            add(
                    Severity.WARNING,
                    "mbedTLS " + build.guess().line(),
                    maybe
                            ? "Before 3.6.3, a handshake message that the server cuts over several records ends the"
                                    + " handshake with " + MbedTlsError.FRAGMENTED
                                    + "; the header does not tell which 3.x this is."
                            : "A handshake message that the server cuts over several records ends the handshake with "
                                    + MbedTlsError.FRAGMENTED + "; putting them together came with 3.6.3.",
                    build.version().major() == 3
                            ? maybe
                                    ? "Say the version with --mbedtls-version; if it is older than 3.6.3, move to that"
                                            + " or newer."
                                    : "Use 3.6.3 or newer."
                            : "Ask for no short fragments, keep the server's chain below 16 kB, or move to 3.6.3 or"
                                    + " newer.");
        }
        if (profile.maxFragmentLength()) {
            note(
                    "MBEDTLS_SSL_MAX_FRAGMENT_LENGTH",
                    "max_fragment_length is sent only after mbedtls_ssl_conf_max_frag_len, and does not cut the"
                            + " client's own handshake messages: its Certificate goes out in one record whatever was"
                            + " agreed.");
        }
        if (!build.has("MBEDTLS_SSL_SERVER_NAME_INDICATION")) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_SSL_SERVER_NAME_INDICATION",
                    "No server name is sent; a server with several names may answer with another certificate or none.",
                    "Define MBEDTLS_SSL_SERVER_NAME_INDICATION and call mbedtls_ssl_set_hostname.");
        }
        if (!profile.alpn()) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_SSL_ALPN",
                    "ALPN is not compiled in: MQTT on port 443 of AWS IoT Core needs the protocol x-amzn-mqtt-ca.",
                    "Define MBEDTLS_SSL_ALPN for port 443, or stay on 8883.");
        }
        if (build.isTls12() && !build.has("MBEDTLS_SSL_EXTENDED_MASTER_SECRET")) {
            note(
                    "MBEDTLS_SSL_EXTENDED_MASTER_SECRET",
                    "Extended master secret (RFC 7627) is not offered; a strict server refuses.");
        }
        if (!build.has("MBEDTLS_SSL_SESSION_TICKETS")) {
            note(
                    "MBEDTLS_SSL_SESSION_TICKETS",
                    "No session ticket is asked for, so a reconnect costs a full handshake unless the server keeps"
                            + " session IDs.");
        }
    }

    private void certificates() {
        if (!build.has("MBEDTLS_HAVE_TIME_DATE") && build.version().major() < 4) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_HAVE_TIME_DATE",
                    "Validity dates of certificates are not checked: an expired server certificate passes.",
                    "Define MBEDTLS_HAVE_TIME and MBEDTLS_HAVE_TIME_DATE where the device has a clock.");
        }
        if (build.version().major() == 2
                && !(build.has("MBEDTLS_X509_CHECK_KEY_USAGE") && build.has("MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE"))) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_X509_CHECK_KEY_USAGE",
                    "Key usage or extended key usage of the server's certificate is not checked.",
                    "Define MBEDTLS_X509_CHECK_KEY_USAGE and MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE.");
        }
        if (build.version().major() < 4) {
            if (!build.has("MBEDTLS_PEM_PARSE_C")) {
                note("MBEDTLS_PEM_PARSE_C", "Certificates and keys are read in DER only; PEM fails with -0x2180.");
            } else if (!build.has("MBEDTLS_FS_IO")) {
                note(
                        "MBEDTLS_FS_IO",
                        "Files are not read: PEM comes from memory, and its length must count the final zero byte, or"
                                + " it is taken for DER.");
            }
        }
        build.header().number("MBEDTLS_MPI_MAX_SIZE").ifPresent(bytes -> {
            if (bytes < 512) {
                add(
                        Severity.WARNING,
                        "MBEDTLS_MPI_MAX_SIZE",
                        "Numbers are limited to " + 8 * bytes
                                + " bits, too few for an RSA key of 4096 bits in a chain.",
                        "Set it to 512 or more if a chain has such a key.");
            }
        });
    }

    private void platform() {
        if (build.version().major() < 4) {
            if (build.has("MBEDTLS_NO_PLATFORM_ENTROPY")
                    && !build.has("MBEDTLS_ENTROPY_HARDWARE_ALT")
                    && !build.has("MBEDTLS_ENTROPY_NV_SEED")) {
                add(
                        Severity.WARNING,
                        "MBEDTLS_NO_PLATFORM_ENTROPY",
                        "The library has no entropy source of its own; seeding fails unless the application adds one.",
                        "Call mbedtls_entropy_add_source, or define MBEDTLS_ENTROPY_HARDWARE_ALT.");
            }
            if (build.has("MBEDTLS_THREADING_ALT")) {
                note(
                        "MBEDTLS_THREADING_ALT",
                        "The application must call mbedtls_threading_set_alt before anything else of the library.");
            }
        }
        if (!build.has("MBEDTLS_DEBUG_C")) {
            note(
                    "MBEDTLS_DEBUG_C",
                    "There is no debug output; define it and call mbedtls_debug_set_threshold to see states and"
                            + " sizes.");
        }
        if (!build.has("MBEDTLS_ERROR_C")) {
            note("MBEDTLS_ERROR_C", "Errors come as numbers such as -0x7780 without words.");
        }
        if (build.isCryptoAssumed()) {
            note(
                    "PSA_WANT",
                    "The cryptography is chosen in psa/crypto_config.h, which is not in this text; the release's own,"
                            + " with everything, is assumed.");
        }
    }

    private void note(String option, String sentence) {
        add(Severity.NOTE, option, sentence, "");
    }

    private void add(Severity severity, String option, String sentence, String change) {
        findings.add(new AuditFinding(severity, option, lines(build, option), sentence, change, List.of()));
    }

    /** The line that says so, if one does: also one that is commented out. */
    static List<Integer> lines(MbedTlsBuild build, String option) {
        return build.header().option(option).map(Option::line).map(List::of).orElse(List.of());
    }
}
