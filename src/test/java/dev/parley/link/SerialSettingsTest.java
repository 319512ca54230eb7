package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialSettingsTest {
    @Test
    void areWhatAQuectelModuleStartsWith() throws Exception {
        assertThat(SerialSettings.of(LinkAddress.parse("serial:/dev/ttyUSB2")))
                .isEqualTo(new SerialSettings(
                        115_200, 8, SerialSettings.Parity.NONE, SerialSettings.StopBits.ONE, false, true, true));
    }

    @Test
    void areReadFromTheAddress() throws Exception {
        assertThat(SerialSettings.of(LinkAddress.parse(
                        "serial:COM7?baud=921600&databits=7&parity=even&stopbits=2&flow=rtscts&dtr=off&rts=off")))
                .isEqualTo(new SerialSettings(
                        921_600, 7, SerialSettings.Parity.EVEN, SerialSettings.StopBits.TWO, true, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bauds=9600|'bauds' is no option of a serial link; there are baud, databits, dtr, flow, parity,"
                        + " reconnect, rts, stopbits",
                "baud=fast|baud is a number from 50 to 4000000, not 'fast'",
                "baud=1|baud is a number from 50 to 4000000, not '1'",
                "databits=9|databits is a number from 5 to 8, not '9'",
                "parity=both|parity is none, odd, even, mark or space, not 'both'",
                "stopbits=3|stopbits is 1, 1.5 or 2, not '3'",
                "flow=xonxoff|flow is none or rtscts, not 'xonxoff'",
                "dtr=high|dtr is off or on, not 'high'",
            })
    void sayWhatIsAllowedInstead(String option, String message) throws Exception {
        LinkAddress address = LinkAddress.parse("serial:/dev/ttyUSB2?" + option);

        assertThatThrownBy(() -> SerialSettings.of(address))
                .isInstanceOf(LinkException.class)
                .hasMessage(message);
    }
}
