package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The simulated modem's commands")
class KnownCommandsTest {
    @Test
    @DisplayName("all stand in the dictionary")
    void dictionary() {
        SimulatedModem modem = new SimulatedModem(ModemOptions.standard(), List.of(), 1, 0);
        assertThat(modem.commands()).hasSizeGreaterThan(60).allSatisfy(name -> {
            CommandLine line = CommandLine.parse("AT" + name);
            assertThat(Dictionary.standard().command(line.first())).as(name).isPresent();
        });
    }
}
