package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.link.SerialFailure.Symptoms;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SerialFailureTest {
    private static final String PORT = "/dev/ttyUSB2";

    @Test
    void aMissingPortPointsToTheList() {
        assertThat(SerialFailure.sentence(new Symptoms(PORT, false, false, Optional.empty(), Optional.empty(), 2)))
                .isEqualTo("there is no port /dev/ttyUSB2; 'parley ports' lists those there are");
    }

    @Test
    void missingPermissionNamesTheGroupToJoin() {
        assertThat(SerialFailure.sentence(
                        new Symptoms(PORT, true, false, Optional.of("dialout"), Optional.empty(), 13)))
                .isEqualTo("no permission to open /dev/ttyUSB2; add yourself to group dialout"
                        + " ('sudo usermod -aG dialout $USER') and log in again");
    }

    @Test
    void aBusyPortNamesWhoHasIt() {
        assertThat(SerialFailure.sentence(new Symptoms(
                        PORT, true, true, Optional.of("dialout"), Optional.of("ModemManager (process 812)"), 16)))
                .isEqualTo("/dev/ttyUSB2 is busy: ModemManager (process 812) has it open;"
                        + " close that program and try again");
    }

    @Test
    void aBusyPortIsCalledSoAlsoWhereNobodyIsSeen() {
        assertThat(SerialFailure.sentence(new Symptoms(PORT, true, true, Optional.empty(), Optional.empty(), 16)))
                .isEqualTo("/dev/ttyUSB2 is busy: another program has it open (error 16);"
                        + " close terminals and modem services such as ModemManager and try again");
    }
}
