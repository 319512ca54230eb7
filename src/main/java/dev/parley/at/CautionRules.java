package dev.parley.at;

import java.util.List;
import java.util.Optional;

/** The rules that look at a line before it is sent, the gravest first. */
final class CautionRules {
    private static final List<CautionRule> ALL = List.of(CautionRules::apnAsHost);

    private CautionRules() {}

    static List<Caution> examine(String text, NetworkPicture network) {
        TypedLine line = TypedLine.of(text);
        return ALL.stream()
                .map(rule -> rule.examine(line, network))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Caution> apnAsHost(TypedLine line, NetworkPicture network) {
        return line.set("+QIOPEN")
                .map(command -> command.argument(3))
                .filter(host -> !host.isEmpty()
                        && network.contexts().stream()
                                .anyMatch(context -> context.apn().equalsIgnoreCase(host)))
                .map(host -> line.caution(
                        "apn-as-host",
                        "The host " + host + " is the APN of a PDP context, not a server.",
                        "Put the server's name or address there; the APN belongs into AT+QICSGP.",
                        host));
    }
}
