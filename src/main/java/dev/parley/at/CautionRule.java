package dev.parley.at;

import java.util.Optional;

/** One reason why a command cannot work. A function of the line and what is known of the modem, nothing else. */
@FunctionalInterface
interface CautionRule {
    Optional<Caution> examine(TypedLine line, NetworkPicture network);
}
