package dev.parley.tls.mbedtls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.CertificateChain;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.Hello;
import dev.parley.tls.Severity;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsNames;
import dev.parley.tls.TlsRecord;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a build could not have done with the bytes of a conversation, whoever the client was. The limits and error codes are those of
 * {@code library/ssl_msg.c}, {@code ssl_tls.c} and {@code ssl_cli.c} of 2.28.10.
 */
final class ConversationRules {
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final int ALPN = 16;
    private static final int MAX_FRAGMENT_LENGTH = 1;
    private static final int PROTOCOL_VERSION = 70;
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int NO_APPLICATION_PROTOCOL = 120;
    private static final int UNRECOGNIZED_NAME = 112;
    private static final int RECORD_OVERFLOW = 22;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /** {@code mbedtls_x509_crt_profile_default} of {@code library/x509_crt.c}. */
    private static final int LEAST_RSA_BITS = 2048;

    private final MbedTlsBuild build;
    private final TlsConversation conversation;
    private final Optional<Hello> clientHello;
    private final Optional<Hello> serverHello;
    private final boolean tls13;
    private final List<AuditFinding> findings = new ArrayList<>();

    private ConversationRules(MbedTlsBuild build, TlsConversation conversation) {
        this.build = build;
        this.conversation = conversation;
        this.clientHello =
                first(Direction.TX, HandshakeType.CLIENT_HELLO).flatMap(message -> Hello.client(message.body()));
        this.serverHello =
                first(Direction.RX, HandshakeType.SERVER_HELLO).flatMap(message -> Hello.server(message.body()));
        this.tls13 =
                serverHello.filter(hello -> hello.selectedVersion() == TLS_1_3).isPresent();
    }

    static List<AuditFinding> findings(MbedTlsBuild build, TlsConversation conversation) {
        ConversationRules rules = new ConversationRules(build, conversation);
        rules.lengths();
        rules.fragments();
        rules.selection();
        rules.keyExchange();
        rules.serverChain();
        rules.certificateRequest();
        rules.maxFragmentLength();
        rules.refusals();
        return List.copyOf(rules.findings);
    }

    private void lengths() {
        int in = build.inContent();
        int out = build.outContent();
        largest(Direction.RX, in)
                .ifPresent(record -> add(
                        Severity.ERROR,
                        "MBEDTLS_SSL_IN_CONTENT_LEN",
                        "The server sent a record of " + content(record) + " bytes, and this build receives " + in
                                + " at most: it ends with " + tooLong() + ".",
                        "Set MBEDTLS_SSL_IN_CONTENT_LEN to " + content(record) + " or more"
                                + (build.has("MBEDTLS_SSL_MAX_FRAGMENT_LENGTH")
                                        ? ", or ask for shorter records with mbedtls_ssl_conf_max_frag_len."
                                        : "."),
                        AuditEvidence.of(record, "record of " + record.size() + " bytes from the server")));
        for (TlsMessage.Handshake message : handshakes(Direction.RX)) {
            if (message.length() > in && message.records().size() > 1) {
                add(
                        Severity.ERROR,
                        "MBEDTLS_SSL_IN_CONTENT_LEN",
                        "The server's " + message.title() + " has " + message.length()
                                + " bytes, and a message must fit in the" + " " + in
                                + " that this build receives, also where it is put together from records.",
                        "Set MBEDTLS_SSL_IN_CONTENT_LEN to " + message.length() + " or more.",
                        of(message, message.title() + " of " + message.length() + " bytes"));
            }
        }
        for (TlsMessage.Handshake message : handshakes(Direction.TX)) {
            if (message.length() > out) {
                boolean certificate = is(message, HandshakeType.CERTIFICATE);
                add(
                        Severity.ERROR,
                        "MBEDTLS_SSL_OUT_CONTENT_LEN",
                        "The client's " + message.title() + " has " + message.length() + " bytes, and this build sends "
                                + out
                                + " at most: "
                                + (certificate
                                        ? "it ends with " + MbedTlsError.certificateTooLong(build.version())
                                                + " before a byte of it is sent."
                                        : "it cannot be written."),
                        "Set MBEDTLS_SSL_OUT_CONTENT_LEN to " + message.length() + " or more"
                                + (certificate ? ", or send a shorter chain." : "."),
                        of(message, message.title() + " of " + message.length() + " bytes"));
            }
        }
    }

    private String tooLong() {
        MbedTlsError length = MbedTlsError.recordTooLong();
        MbedTlsError buffer = MbedTlsError.recordBeyondBuffer(build.version());
        return length.equals(buffer)
                ? length.toString()
                : length + ", or " + buffer + " where it does not fit the buffer";
    }

    private Optional<TlsRecord> largest(Direction direction, int limit) {
        TlsRecord largest = null;
        for (TlsRecord record : conversation.records()) {
            if (record.direction() == direction
                    && content(record) > limit
                    && (largest == null || content(record) > content(largest))) {
                largest = record;
            }
        }
        return Optional.ofNullable(largest);
    }

    /** The plaintext's length; of what cannot be read at least that: no protection takes more than 256 bytes (RFC 8446 section 5.2). */
    private static int content(TlsRecord record) {
        if (!record.encrypted()) {
            return record.announced();
        }
        return record.readable() ? record.plaintext().length() : Math.max(0, record.announced() - 256);
    }

    private void fragments() {
        if (build.version().major() >= 4
                || (build.guess().exact() && !build.version().isBefore(MbedTlsVersion.DEFRAGMENTS))) {
            return;
        }
        for (TlsMessage.Handshake message : handshakes(Direction.RX)) {
            if (message.records().size() > 1) {
                boolean maybe = build.version().major() == 3 && !build.guess().exact();
                add(
                        maybe ? Severity.WARNING : Severity.ERROR,
                        "mbedTLS " + build.guess().line(),
                        "The server cut its " + message.title() + " over "
                                + message.records().size() + " records; "
                                + (maybe ? "before 3.6.3 mbedTLS" : "this version")
                                + " does not put it together and ends with " + MbedTlsError.FRAGMENTED + ".",
                        maybe
                                ? "Say the version with --mbedtls-version: from 3.6.3 on this is put together."
                                : agreedFragment().isPresent()
                                        ? "Do not ask for max_fragment_length, or use mbedTLS 3.6.3 or newer."
                                        : "Use mbedTLS 3.6.3 or newer, or a server that sends the message in one"
                                                + " record.",
                        of(
                                message,
                                message.title() + " of " + message.length() + " bytes in "
                                        + message.records().size() + " records"));
                return;
            }
        }
    }

    private void selection() {
        Optional<TlsMessage.Handshake> message = first(Direction.RX, HandshakeType.SERVER_HELLO);
        if (message.isEmpty() || serverHello.isEmpty()) {
            return;
        }
        int version = serverHello.get().selectedVersion();
        if ((version == TLS_1_3 && !build.isTls13()) || (version == TLS_1_2 && !build.isTls12())) {
            add(
                    Severity.ERROR,
                    version == TLS_1_3 ? "MBEDTLS_SSL_PROTO_TLS1_3" : "MBEDTLS_SSL_PROTO_TLS1_2",
                    "The server chose " + TlsNames.version(version) + ", which this build does not have"
                            + (version == TLS_1_3 && build.isTls12()
                                    ? "; it would offer TLS 1.2, and whether the server takes that is not seen here."
                                    : "."),
                    version == TLS_1_3
                            ? "See that the server takes TLS 1.2, or use mbedTLS 3.6 with MBEDTLS_SSL_PROTO_TLS1_3."
                            : "Define MBEDTLS_SSL_PROTO_TLS1_2.",
                    of(message.get(), "ServerHello: " + TlsNames.version(version)));
            return;
        }
        int number = serverHello.get().suites().getFirst();
        Optional<PreferredSuite> suite = PreferredSuite.named(TlsNames.suite(number));
        if (build.suites().stream().noneMatch(one -> one.number() == number)) {
            List<String> missing = suite.map(this::missing).orElse(List.of());
            add(
                    Severity.ERROR,
                    missing.isEmpty() ? "MBEDTLS_SSL_CIPHERSUITES" : missing.getFirst(),
                    "The server chose " + TlsNames.suite(number) + ", which this build does not offer"
                            + (missing.isEmpty() ? "." : ": it lacks " + String.join(", ", missing) + "."),
                    missing.isEmpty()
                            ? "See that the server takes one of the suites this build offers."
                            : "Define " + String.join(", ", missing) + ", or see that the server takes another suite.",
                    of(message.get(), "ServerHello: " + TlsNames.suite(number)));
        }
    }

    private List<String> missing(PreferredSuite suite) {
        List<String> missing = new ArrayList<>();
        if (!suite.isTls13() && !build.keyExchange(suite.keyExchange())) {
            missing.add("MBEDTLS_KEY_EXCHANGE_" + suite.keyExchange() + "_ENABLED");
        }
        suite.needs().stream()
                .filter(need -> !build.can(need))
                .map(need -> need.option(build.version()))
                .forEach(missing::add);
        return missing;
    }

    /** ServerKeyExchange with a named curve (RFC 8422 section 5.4), and its signature (RFC 5246 section 7.4.3). */
    private void keyExchange() {
        Optional<TlsMessage.Handshake> message = first(Direction.RX, HandshakeType.SERVER_KEY_EXCHANGE);
        if (message.isEmpty()
                || serverHello.isEmpty()
                || !TlsNames.suite(serverHello.get().suites().getFirst()).contains("_ECDHE_")) {
            return;
        }
        Bytes body = message.get().body();
        if (body.length() < 4 || body.u8(0) != 3) {
            return;
        }
        int group = body.u16(1);
        if (build.curves().stream().noneMatch(curve -> curve.number() == group)) {
            add(
                    Severity.ERROR,
                    curveOption(group),
                    "The server took the curve " + TlsNames.group(group)
                            + " for the key exchange, which this build does not have: it ends with "
                            + MbedTlsError.curveNotOffered(build.version()) + ".",
                    "Define " + curveOption(group) + ", or offer only curves that are compiled in.",
                    of(message.get(), "ServerKeyExchange: curve " + TlsNames.group(group)));
        }
        int at = 4 + body.u8(3);
        if (at + 2 <= body.length()) {
            int scheme = body.u16(at);
            boolean offered = MbedTlsProfile.of(build).offer().stream()
                    .anyMatch(offer -> offer.signatureSchemes().contains(scheme));
            if (!offered) {
                add(
                        Severity.ERROR,
                        schemeOption(scheme),
                        "The server signed its key with " + TlsNames.scheme(scheme)
                                + ", which this build does not offer: it ends with "
                                + MbedTlsError.signatureNotOffered(build.version()) + ".",
                        "Define " + schemeOption(scheme) + ", or see that the server takes another signature.",
                        of(message.get(), "ServerKeyExchange: " + TlsNames.scheme(scheme)));
            }
        }
    }

    private String curveOption(int group) {
        for (Curve curve : Curve.values()) {
            if (curve.number() == group) {
                return curve.option(build.version());
            }
        }
        return "MBEDTLS_ECP_C";
    }

    private String schemeOption(int scheme) {
        String name = TlsNames.scheme(scheme);
        Capability capability = name.contains("pss")
                ? Capability.RSA_PSS
                : hash(name)
                        .filter(hash -> !build.can(hash))
                        .orElse(name.contains("ecdsa") ? Capability.ECDSA : Capability.RSA);
        return capability.option(build.version());
    }

    private static Optional<Capability> hash(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace("-", "");
        if (lower.contains("sha512")) {
            return Optional.of(Capability.SHA512);
        }
        if (lower.contains("sha384")) {
            return Optional.of(Capability.SHA384);
        }
        if (lower.contains("sha256")) {
            return Optional.of(Capability.SHA256);
        }
        if (lower.contains("sha224")) {
            return Optional.of(Capability.SHA224);
        }
        if (lower.contains("sha1")) {
            return Optional.of(Capability.SHA1);
        }
        return lower.contains("md5") ? Optional.of(Capability.MD5) : Optional.empty();
    }

    private void serverChain() {
        Optional<TlsMessage.Handshake> message = first(Direction.RX, HandshakeType.CERTIFICATE);
        if (message.isEmpty()) {
            return;
        }
        List<X509Certificate> chain = CertificateChain.read(message.get().body(), tls13);
        for (int i = 0; i < chain.size(); i++) {
            certificate(message.get(), chain.get(i), i, chain.size());
        }
        if (!chain.isEmpty()) {
            usage(message.get(), chain.getFirst());
        }
    }

    private void certificate(TlsMessage.Handshake message, X509Certificate certificate, int index, int count) {
        String what = "Certificate " + (index + 1) + " of the server's chain ("
                + certificate.getSubjectX500Principal().getName() + ")";
        boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        // Whether the last one is verified depends on the device's trusted CA; a trusted one's own signature is not
        // looked at.
        Severity severity = index == count - 1 && index > 0 ? Severity.WARNING : Severity.ERROR;
        String algorithm = certificate.getSigAlgName();
        if (!selfSigned) {
            Optional<Capability> hash = hash(algorithm);
            if (algorithm.contains("PSS") && !build.can(Capability.RSA_PSS)) {
                lacking(message, what, severity, algorithm, Capability.RSA_PSS);
            } else if (hash.isPresent() && !build.can(hash.get())) {
                lacking(message, what, severity, algorithm, hash.get());
            } else if (hash.filter(one -> one == Capability.SHA1 || one == Capability.MD5)
                    .isPresent()) {
                add(
                        severity,
                        "MBEDTLS_SHA1_C",
                        what + " is signed with " + algorithm
                                + ", which the default profile for certificates does not"
                                + " take: -0x2700 (MBEDTLS_ERR_X509_CERT_VERIFY_FAILED).",
                        "Ask for a chain that is signed with SHA-256 or better.",
                        of(message, what + ": " + algorithm));
            }
        }
        switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa ->
                rsa(message, what, severity, rsa.getModulus().bitLength());
            case ECPublicKey ec -> curve(message, what, ec);
            default -> {}
        }
    }

    private void lacking(
            TlsMessage.Handshake message, String what, Severity severity, String algorithm, Capability capability) {
        add(
                severity,
                capability.option(build.version()),
                what + " is signed with " + algorithm + ", and this build has no " + capability.words()
                        + ": the chain cannot be verified.",
                "Define " + capability.option(build.version()) + ".",
                of(message, what + ": " + algorithm));
    }

    private void rsa(TlsMessage.Handshake message, String what, Severity severity, int bits) {
        if (!build.can(Capability.RSA)) {
            add(
                    severity,
                    Capability.RSA.option(build.version()),
                    what + " has an RSA key, and this build has no RSA.",
                    "Define " + Capability.RSA.option(build.version()) + ".",
                    of(message, what + ": RSA " + bits));
        } else if (bits < LEAST_RSA_BITS) {
            add(
                    severity,
                    Capability.RSA.option(build.version()),
                    what + " has an RSA key of " + bits + " bits; the default profile for certificates asks for "
                            + LEAST_RSA_BITS + ".",
                    "Ask for a certificate with a longer key.",
                    of(message, what + ": RSA " + bits));
        }
        build.header().number("MBEDTLS_MPI_MAX_SIZE").ifPresent(bytes -> {
            if (bits > 8 * bytes) {
                add(
                        Severity.ERROR,
                        "MBEDTLS_MPI_MAX_SIZE",
                        what + " has an RSA key of " + bits + " bits; numbers in this build have " + 8 * bytes
                                + " at most.",
                        "Set MBEDTLS_MPI_MAX_SIZE to " + bits / 8 + " or more.",
                        of(message, what + ": RSA " + bits));
            }
        });
    }

    private void curve(TlsMessage.Handshake message, String what, ECPublicKey key) {
        int bits = key.getParams().getOrder().bitLength();
        Optional<Curve> curve =
                switch (bits) {
                    case 256 -> Optional.of(Curve.SECP256R1);
                    case 384 -> Optional.of(Curve.SECP384R1);
                    case 521 -> Optional.of(Curve.SECP521R1);
                    default -> Optional.empty();
                };
        if (curve.isPresent() && !build.has(curve.get())) {
            String option = curve.get().option(build.version());
            add(
                    Severity.ERROR,
                    option,
                    what + " has a key on a curve of " + bits + " bits that this build does not have, so the message"
                            + " cannot be read.",
                    "Define " + option + ".",
                    of(message, what + ": EC " + bits));
        } else if (!build.can(Capability.ECDSA)) {
            add(
                    Severity.ERROR,
                    Capability.ECDSA.option(build.version()),
                    what + " has an ECDSA key, and this build has no ECDSA.",
                    "Define " + Capability.ECDSA.option(build.version()) + ".",
                    of(message, what + ": EC " + bits));
        }
    }

    /** {@code mbedtls_ssl_check_cert_usage}: in 2.x only where the options are set. */
    private void usage(TlsMessage.Handshake message, X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        boolean rsaKeyExchange = serverHello
                .filter(hello -> TlsNames.suite(hello.suites().getFirst()).startsWith("TLS_RSA_WITH_"))
                .isPresent();
        int needed = rsaKeyExchange ? 2 : 0;
        if (build.has("MBEDTLS_X509_CHECK_KEY_USAGE") && usage != null && !usage[needed]) {
            add(
                    Severity.ERROR,
                    "MBEDTLS_X509_CHECK_KEY_USAGE",
                    "The server's certificate may not be used for "
                            + (rsaKeyExchange ? "keyEncipherment" : "digitalSignature")
                            + ", which the key exchange needs: verification ends with BADCERT_KEY_USAGE.",
                    "Ask the server's operator for a certificate with that key usage.",
                    of(message, "the server's key usage"));
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (build.has("MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE")
                    && purposes != null
                    && !purposes.contains(SERVER_AUTH)
                    && !purposes.contains(ANY_PURPOSE)) {
                add(
                        Severity.ERROR,
                        "MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE",
                        "The server's certificate is not for serverAuth: verification ends with BADCERT_EXT_KEY_USAGE.",
                        "Ask the server's operator for a certificate for serverAuth.",
                        of(message, "the server's extended key usage " + purposes));
            }
        } catch (CertificateParsingException malformed) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE",
                    "The extended key usage of the server's certificate is malformed.",
                    "",
                    of(message, "the server's extended key usage"));
        }
    }

    /**
     * 2.x signs CertificateVerify with the hash of the suite and does not look at what the server takes
     * ({@code ssl_write_certificate_verify} says so itself).
     */
    private void certificateRequest() {
        Optional<TlsMessage.Handshake> message = first(Direction.RX, HandshakeType.CERTIFICATE_REQUEST);
        if (message.isEmpty() || tls13 || build.version().major() != 2 || serverHello.isEmpty()) {
            return;
        }
        Bytes body = message.get().body();
        int at = body.isEmpty() ? 0 : 1 + body.u8(0);
        if (at + 2 > body.length()) {
            return;
        }
        int end = Math.min(body.length(), at + 2 + body.u16(at));
        int hash = TlsNames.suite(serverHello.get().suites().getFirst()).endsWith("_SHA384") ? 5 : 4;
        List<Integer> accepted = new ArrayList<>();
        for (int i = at + 2; i + 2 <= end; i += 2) {
            accepted.add(body.u16(i));
        }
        boolean taken = accepted.stream().anyMatch(scheme -> scheme >> 8 == hash);
        if (!accepted.isEmpty() && !taken) {
            add(
                    Severity.ERROR,
                    "mbedTLS " + build.guess().line(),
                    "2.x signs CertificateVerify with the hash of the suite, here "
                            + (hash == 5 ? "SHA-384" : "SHA-256") + ", and the server takes no signature with it.",
                    "Offer suites of the other hash only (MBEDTLS_SSL_CIPHERSUITES or mbedtls_ssl_conf_ciphersuites).",
                    of(message.get(), "CertificateRequest: supported_signature_algorithms"));
        }
    }

    private Optional<Integer> agreedFragment() {
        Optional<Bytes> asked = clientHello.flatMap(hello -> hello.extension(MAX_FRAGMENT_LENGTH));
        Optional<Bytes> agreed = serverHello.flatMap(hello -> hello.extension(MAX_FRAGMENT_LENGTH));
        return asked.filter(data -> agreed.isPresent() && data.length() == 1 && data.u8(0) >= 1 && data.u8(0) <= 4)
                .map(data -> 256 << data.u8(0));
    }

    private void maxFragmentLength() {
        Optional<Integer> agreed = agreedFragment();
        if (agreed.isEmpty()) {
            return;
        }
        for (TlsMessage.Handshake message : handshakes(Direction.TX)) {
            if (message.length() > agreed.get()) {
                add(
                        Severity.ERROR,
                        "MBEDTLS_SSL_MAX_FRAGMENT_LENGTH",
                        "Records of " + agreed.get() + " bytes were agreed, and the client's " + message.title()
                                + " has "
                                + message.length() + "; mbedTLS sends it in one record all the same, which a server may"
                                + " refuse with record_overflow(22).",
                        "Ask for a length that the own Certificate fits in, or for none.",
                        of(message, message.title() + " of " + message.length() + " bytes"));
            }
        }
    }

    /** What the server refused, where the build's options bear on it. */
    private void refusals() {
        Optional<TlsMessage.Alert> alert =
                conversation.alert().filter(one -> one.direction() == Direction.RX && one.isFatal());
        if (alert.isEmpty()) {
            return;
        }
        AuditEvidence evidence =
                AuditEvidence.of(conversation, alert.get(), alert.get().title() + " from the server");
        boolean early = serverHello.isEmpty();
        MbedTlsProfile profile = MbedTlsProfile.of(build);
        switch (alert.get().description()) {
            case PROTOCOL_VERSION ->
                add(
                        Severity.ERROR,
                        build.isTls13() ? "MBEDTLS_SSL_PROTO_TLS1_2" : "MBEDTLS_SSL_PROTO_TLS1_3",
                        "The server takes none of the versions offered; this build has "
                                + (build.isTls12() ? "TLS 1.2" : "no TLS 1.2") + " and "
                                + (build.isTls13() ? "TLS 1.3." : "no TLS 1.3."),
                        build.isTls13()
                                ? "Define MBEDTLS_SSL_PROTO_TLS1_2 too."
                                : "Use mbedTLS 3.6 with MBEDTLS_SSL_PROTO_TLS1_3.",
                        evidence);
            case HANDSHAKE_FAILURE -> {
                if (early) {
                    add(
                            Severity.WARNING,
                            "MBEDTLS_SSL_CIPHERSUITES",
                            "The server refused the ClientHello: no suite, curve or signature in common. This build"
                                    + " offers "
                                    + profile.offer()
                                            .map(offer -> offer.suites().size())
                                            .orElse(0) + " suites and the curves "
                                    + build.curves().stream()
                                            .map(curve -> TlsNames.group(curve.number()))
                                            .toList()
                                    + ".",
                            "Compile in what the server takes.",
                            evidence);
                }
            }
            case NO_APPLICATION_PROTOCOL ->
                add(
                        Severity.ERROR,
                        "MBEDTLS_SSL_ALPN",
                        profile.alpn()
                                ? "The server takes none of the protocols offered by ALPN."
                                : "The server insists on ALPN, which this build does not have.",
                        "Define MBEDTLS_SSL_ALPN and offer x-amzn-mqtt-ca (AWS IoT Core on port 443).",
                        evidence);
            case UNRECOGNIZED_NAME ->
                add(
                        Severity.ERROR,
                        "MBEDTLS_SSL_SERVER_NAME_INDICATION",
                        "The server does not know the name that was sent"
                                + (conversation.sni().isEmpty() ? ": none was." : "."),
                        "Define MBEDTLS_SSL_SERVER_NAME_INDICATION and call mbedtls_ssl_set_hostname with the"
                                + " endpoint's name.",
                        evidence);
            case RECORD_OVERFLOW ->
                add(
                        Severity.WARNING,
                        "MBEDTLS_SSL_MAX_FRAGMENT_LENGTH",
                        "The server found a record too long; mbedTLS does not cut its handshake messages to an agreed"
                                + " length.",
                        "Do not ask for max_fragment_length.",
                        evidence);
            default -> {}
        }
        if (clientHello.filter(hello -> hello.has(ALPN)).isPresent() && !profile.alpn()) {
            add(
                    Severity.WARNING,
                    "MBEDTLS_SSL_ALPN",
                    "This client offered a protocol by ALPN; this build cannot.",
                    "Define MBEDTLS_SSL_ALPN.",
                    evidence);
        }
    }

    private Optional<TlsMessage.Handshake> first(Direction direction, HandshakeType type) {
        return handshakes(direction).stream()
                .filter(message -> message.complete() && is(message, type))
                .findFirst();
    }

    private static boolean is(TlsMessage.Handshake message, HandshakeType type) {
        return message.type().filter(type::equals).isPresent();
    }

    private List<TlsMessage.Handshake> handshakes(Direction direction) {
        return conversation.messages().stream()
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(TlsMessage.Handshake.class::cast)
                .filter(message -> message.direction() == direction)
                .toList();
    }

    private AuditEvidence of(TlsMessage message, String text) {
        return AuditEvidence.of(conversation, message, text);
    }

    private void add(Severity severity, String option, String sentence, String change, AuditEvidence evidence) {
        findings.add(new AuditFinding(
                severity, option, BuildRules.lines(build, option), sentence, change, List.of(evidence)));
    }
}
