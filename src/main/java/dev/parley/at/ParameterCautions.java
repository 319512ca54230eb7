package dev.parley.at;

import java.util.Optional;

/** What speaks against a command's parameters as the dictionary describes them. */
final class ParameterCautions {
    private ParameterCautions() {}

    static Optional<Caution> tooFew(TypedLine line, NetworkPicture network) {
        return first(line, (part, entry) -> {
            long needed = entry.parameters().values().stream()
                    .filter(parameter -> !parameter.optional())
                    .count();
            long given = part.arguments().size();
            return given >= needed
                    ? Optional.empty()
                    : Optional.of(CautionRule.about(
                            part,
                            "too-few-parameters",
                            entry.command() + " needs " + needed + " parameters, and there "
                                    + (given == 1 ? "is " : "are ") + given + ".",
                            "Add "
                                    + entry.parameters()
                                            .values()
                                            .get((int) given)
                                            .name() + "."));
        });
    }

    static Optional<Caution> tooMany(TypedLine line, NetworkPicture network) {
        return first(line, (part, entry) -> {
            int known = entry.parameters().values().size();
            return entry.parameters().repeats()
                            || known == 0
                            || part.arguments().size() <= known
                    ? Optional.empty()
                    : Optional.of(CautionRule.about(
                            part.arguments().get(known),
                            "too-many-parameters",
                            entry.command() + " takes " + known + " parameters, and there are "
                                    + part.arguments().size() + ".",
                            "Look whether a comma is one too many."));
        });
    }

    static Optional<Caution> outOfRange(TypedLine line, NetworkPicture network) {
        return first(line, (part, entry) -> {
            for (int i = 0; i < part.arguments().size(); i++) {
                Values.Span value = part.arguments().get(i);
                Optional<Parameter> parameter = entry.parameters().at(i);
                // Lengths have a rule of their own that says more.
                if (parameter.isPresent()
                        && parameter.get().excludes(value.value())
                        && SocketCautions.tooLong(line, NetworkPicture.unknown())
                                .isEmpty()) {
                    return Optional.of(CautionRule.about(
                            value,
                            "out-of-range",
                            "The manual allows " + parameter.get().range().words() + " for "
                                    + parameter.get().name() + ", not " + value.value() + ".",
                            "Take a value from that range."));
                }
            }
            return Optional.empty();
        });
    }

    /** Looks at each command that sets something and is known. */
    private static Optional<Caution> first(TypedLine line, Look look) {
        for (TypedLine.Part part : line.parts()) {
            Optional<Dictionary.Entry> entry = Dictionary.standard().command(part.command());
            if (part.command().form() == CommandLine.Form.SET && entry.isPresent()) {
                Optional<Caution> found = look.at(part, entry.get());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    @FunctionalInterface
    private interface Look {
        Optional<Caution> at(TypedLine.Part part, Dictionary.Entry entry);
    }
}
