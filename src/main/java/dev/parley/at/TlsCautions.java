package dev.parley.at;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What speaks against a setting of the modem's own TLS and MQTT. */
final class TlsCautions {
    /** Options whose values look like the number of a context that was left out. */
    private static final Map<String, Set<String>> VALUES_LIKE_NUMBERS = Map.of(
            "ignorelocaltime", Set.of("1"),
            "sni", Set.of("1"),
            "checkhost", Set.of("1"),
            "seclevel", Set.of("2"),
            "sslversion", Set.of("3", "4"));

    private TlsCautions() {}

    static Optional<Caution> quotedCipherSuite(TypedLine line, NetworkPicture network) {
        return line.set("+QSSLCFG")
                .filter(part -> part.command().argument(0).equalsIgnoreCase("ciphersuite"))
                .flatMap(part -> part.argument(2))
                .filter(suite -> suite.raw().startsWith("\""))
                .map(suite -> CautionRule.about(
                        suite,
                        "quoted-cipher-suite",
                        "The cipher suite stands in quotes, and the modem refuses it like that.",
                        "Write " + suite.value() + " without quotes."));
    }

    static Optional<Caution> missingContext(TypedLine line, NetworkPicture network) {
        return line.set("+QSSLCFG")
                .filter(part -> part.arguments().size() == 2)
                .filter(part -> VALUES_LIKE_NUMBERS
                        .getOrDefault(part.command().argument(0).toLowerCase(Locale.ROOT), Set.of())
                        .contains(part.command().argument(1)))
                .flatMap(part -> part.argument(1))
                .map(value -> CautionRule.about(
                        value,
                        "missing-tls-context",
                        "This sets nothing: it asks what TLS context " + value.value() + " has.",
                        "To set it, put the context in front of the value, for example ,1," + value.value() + "."));
    }
}
