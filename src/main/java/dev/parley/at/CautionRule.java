package dev.parley.at;

import java.util.List;
import java.util.Optional;

/** One reason why a command cannot work. A function of the line and what is known of the modem, nothing else. */
@FunctionalInterface
interface CautionRule {
    /** All rules, the gravest first. */
    List<CautionRule> ALL = List.of(
            TypingCautions::missingAt,
            TypingCautions::typographicQuotes,
            TypingCautions::unbalancedQuotes,
            TypingCautions::foreignCharacters,
            SocketCautions::apnAsHost,
            SocketCautions::hostWithoutName,
            SocketCautions::contextNotActive,
            SocketCautions::contextActiveAlready,
            SocketCautions::numberInUse,
            SocketCautions::notOpen,
            SocketCautions::tooLong,
            SocketCautions::controlCharactersInTls,
            SocketCautions::hexDigits,
            TlsCautions::quotedCipherSuite,
            TlsCautions::missingContext,
            ParameterCautions::tooFew,
            ParameterCautions::tooMany,
            ParameterCautions::outOfRange,
            DisruptionCautions::cutsConnections,
            DisruptionCautions::switchesOff,
            DisruptionCautions::portSpeed,
            DisruptionCautions::hidesResults,
            DisruptionCautions::multiplexes,
            SocketCautions::twoDigitNumber);

    Optional<Caution> examine(TypedLine line, NetworkPicture network);

    static List<Caution> examineAll(String text, NetworkPicture network) {
        TypedLine line = TypedLine.of(text);
        return ALL.stream()
                .map(rule -> rule.examine(line, network))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A caution about one argument. */
    static Caution about(Values.Span argument, String rule, String sentence, String advice) {
        return new Caution(rule, sentence, advice, argument.from(), argument.to());
    }

    /** A caution about a command's name. */
    static Caution about(TypedLine.Part part, String rule, String sentence, String advice) {
        return new Caution(rule, sentence, advice, part.nameFrom(), part.nameTo());
    }

    /** A caution about the whole line. */
    static Caution about(TypedLine line, String rule, String sentence, String advice) {
        return new Caution(rule, sentence, advice, 0, line.text().length());
    }
}
