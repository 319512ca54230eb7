package dev.parley.at;

import java.util.Optional;

/** What is wrong with a line before any command is looked at. */
final class TypingCautions {
    private static final String TYPOGRAPHIC = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u2033\u00ab\u00bb";

    private TypingCautions() {}

    static Optional<Caution> missingAt(TypedLine line, NetworkPicture network) {
        String text = line.text().strip();
        boolean known = text.isEmpty()
                || !line.parts().isEmpty()
                || text.equals("+++")
                || text.equalsIgnoreCase("A/")
                || text.equalsIgnoreCase("A");
        return known
                ? Optional.empty()
                : Optional.of(CautionRule.about(
                        line,
                        "missing-at",
                        "The line does not begin with AT, so the modem will ignore it.",
                        "Put AT in front."));
    }

    static Optional<Caution> typographicQuotes(TypedLine line, NetworkPicture network) {
        for (int i = 0; i < line.text().length(); i++) {
            if (TYPOGRAPHIC.indexOf(line.text().charAt(i)) >= 0) {
                return Optional.of(new Caution(
                        "typographic-quotes",
                        "The quotation mark " + line.text().charAt(i)
                                + " comes from a text program; the modem knows only the straight one.",
                        "Replace it with \".",
                        i,
                        i + 1));
            }
        }
        return Optional.empty();
    }

    static Optional<Caution> unbalancedQuotes(TypedLine line, NetworkPicture network) {
        long quotes = line.text().chars().filter(c -> c == '"').count();
        int last = line.text().lastIndexOf('"');
        return quotes % 2 == 0
                ? Optional.empty()
                : Optional.of(new Caution(
                        "unbalanced-quotes",
                        "A quotation mark has no partner, so everything behind it is one value.",
                        "Close or remove it.",
                        last,
                        last + 1));
    }

    static Optional<Caution> foreignCharacters(TypedLine line, NetworkPicture network) {
        for (int i = 0; i < line.text().length(); i++) {
            char c = line.text().charAt(i);
            if ((c > '~' || c < ' ') && TYPOGRAPHIC.indexOf(c) < 0) {
                return Optional.of(new Caution(
                        "foreign-character",
                        "The character " + (c > '~' && !Character.isSpaceChar(c) ? c : "number " + (int) c)
                                + " is no ASCII; AT command lines are.",
                        "Replace it with an ASCII character.",
                        i,
                        i + 1));
            }
        }
        return Optional.empty();
    }
}
