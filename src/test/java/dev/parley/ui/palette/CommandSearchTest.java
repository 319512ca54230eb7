package dev.parley.ui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The search for a command")
class CommandSearchTest {
    private static final List<Command> COMMANDS = List.of(
            command("Session", "Connect, or disconnect", "Shortcut+Enter"),
            command("Debugger", "Step", "F10"),
            command("Debugger", "Step into the AT exchanges", "F11"),
            command("Panels", "Put everything back", "Shortcut+0"),
            command("View", "Light or dark", "Shortcut+T"));

    private static Command command(String group, String name, String keys) {
        return new Command(group, name, keys, () -> {});
    }

    private static List<String> find(List<String> recent, String typed) {
        return CommandSearch.find(COMMANDS, recent, typed).stream()
                .map(Command::name)
                .toList();
    }

    @Test
    @DisplayName("finds what has every word in its name, its group or its keys")
    void words() {
        assertThat(find(List.of(), "step at")).containsExactly("Step into the AT exchanges");
        assertThat(find(List.of(), "DEBUG")).containsExactly("Step", "Step into the AT exchanges");
        assertThat(find(List.of(), "f10")).containsExactly("Step");
        assertThat(find(List.of(), "no such thing")).isEmpty();
    }

    @Test
    @DisplayName("shows all while nothing is typed, those used last first")
    void recent() {
        assertThat(find(List.of("View: Light or dark", "Debugger: Step"), ""))
                .startsWith("Light or dark", "Step", "Connect, or disconnect")
                .hasSize(COMMANDS.size());
    }

    @Test
    @DisplayName("puts first what begins with the word that is typed")
    void begins() {
        assertThat(find(List.of(), "t")).startsWith("Step into the AT exchanges");
        assertThat(find(List.of(), "ba")).containsExactly("Put everything back");
    }
}
