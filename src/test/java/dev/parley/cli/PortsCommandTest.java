package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.link.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("parley ports")
class PortsCommandTest {
    private final StringWriter told = new StringWriter();

    @Test
    @DisplayName("says what to do where there is no port, and that is no failure")
    void none() {
        assertThat(list(List.of(), false)).isEqualTo(ExitCode.DONE);
        assertThat(told.toString())
                .isEqualToNormalizingNewlines(
                        "No serial ports: plug the modem in and list again. sim: is the built-in simulated modem;"
                                + " tcp://host:port reaches one over the network.\n");
    }

    @Test
    @DisplayName("--json has no line where there is no port")
    void noneAsJson() {
        assertThat(list(List.of(), true)).isEqualTo(ExitCode.DONE);
        assertThat(told.toString()).isEmpty();
    }

    @Test
    @DisplayName("names a port as --link takes it")
    void one() {
        assertThat(list(
                        List.of(new Ports.Port(
                                "/dev/ttyUSB2", "Quectel BG95-M3", Optional.empty(), Ports.Role.UNKNOWN)),
                        false))
                .isEqualTo(ExitCode.DONE);
        assertThat(told.toString()).startsWith("serial:/dev/ttyUSB2").contains("Quectel BG95-M3");
    }

    private int list(List<Ports.Port> ports, boolean json) {
        return PortsCommand.list(new PrintWriter(told, true), ports, json);
    }
}
