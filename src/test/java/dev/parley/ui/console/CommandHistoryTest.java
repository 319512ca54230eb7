package dev.parley.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The command history")
class CommandHistoryTest {
    private final CommandHistory history = new CommandHistory();

    @Test
    @DisplayName("goes back and forth, and gives back what was being typed")
    void goesBackAndForth() {
        history.add("ATI");
        history.add("AT+CSQ");

        assertThat(history.older("AT+Q")).isEqualTo("AT+CSQ");
        assertThat(history.older("AT+CSQ")).isEqualTo("ATI");
        assertThat(history.older("ATI")).as("there is none before").isEqualTo("ATI");
        assertThat(history.newer("ATI")).isEqualTo("AT+CSQ");
        assertThat(history.newer("AT+CSQ")).isEqualTo("AT+Q");
        assertThat(history.newer("AT+Q")).as("there is none after").isEqualTo("AT+Q");
    }

    @Test
    @DisplayName("keeps a command that is repeated once")
    void keepsRepeatsOnce() {
        history.add("ATI");
        history.add("AT");
        history.add("AT");

        assertThat(history.older("")).isEqualTo("AT");
        assertThat(history.older("AT")).isEqualTo("ATI");
    }
}
