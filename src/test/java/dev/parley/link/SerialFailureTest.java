package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.link.SerialFailure.Os;
import dev.parley.link.SerialFailure.Symptoms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialFailureTest {
    private static final String PORT = "/dev/ttyUSB2";

    @TempDir
    Path folder;

    @Test
    void aMissingPortPointsToTheList() {
        assertThat(SerialFailure.sentence(new Symptoms(
                        PORT, Os.LINUX, false, false, Optional.empty(), false, Optional.empty(), Optional.empty(), 2)))
                .isEqualTo("there is no port /dev/ttyUSB2; 'parley ports' lists those there are");
    }

    @Test
    void onMacOsTheDialInNamePointsToTheOther() {
        assertThat(SerialFailure.sentence(new Symptoms(
                        "/dev/tty.usbmodem1",
                        Os.MACOS,
                        false,
                        false,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        2)))
                .contains("at /dev/cu.usbmodem1");
    }

    @Test
    void missingPermissionNamesTheGroupToJoin() {
        assertThat(SerialFailure.sentence(refused("dialout", false)))
                .isEqualTo("no permission to open /dev/ttyUSB2; add yourself to group dialout"
                        + " ('sudo usermod -aG dialout $USER') and log in again");
    }

    @Test
    void whoeverJustJoinedTheGroupIsToldToLogInAgain() {
        assertThat(SerialFailure.sentence(refused("dialout", true)))
                .isEqualTo(
                        "no permission to open /dev/ttyUSB2; you are in group dialout, but this login does not know it"
                                + " yet: log in again");
        String groups = "root:x:0:\ndialout:x:20:ada,grace\naudio:x:29:linus\n";
        assertThat(SerialFailure.isMember(groups, "dialout", "grace")).isTrue();
        assertThat(SerialFailure.isMember(groups, "dialout", "linus")).isFalse();
    }

    @Test
    void aDeviceOfRootsNeedsAUdevRule() {
        assertThat(SerialFailure.sentence(refused("root", false)))
                .startsWith("no permission to open /dev/ttyUSB2; the device is root's alone: a udev rule such as ")
                .contains("GROUP=\"dialout\"");
    }

    private static Symptoms refused(String group, boolean member) {
        return new Symptoms(
                PORT, Os.LINUX, true, false, Optional.of(group), member, Optional.empty(), Optional.empty(), 13);
    }

    @Test
    void aBusyPortNamesWhoHasIt() {
        assertThat(SerialFailure.sentence(busy(Os.LINUX, Optional.of("minicom (process 812)"), Optional.empty())))
                .isEqualTo("/dev/ttyUSB2 is busy: minicom (process 812) has it open; close that program and try again");
    }

    @Test
    void modemManagerIsSentAwayByName() {
        assertThat(SerialFailure.sentence(
                        busy(Os.LINUX, Optional.of("ModemManager (process 812)"), Optional.of("ModemManager"))))
                .isEqualTo("/dev/ttyUSB2 is busy: ModemManager (process 812) has it open; stop it with 'sudo systemctl"
                        + " stop ModemManager', or keep it off this modem for good with the udev property"
                        + " ID_MM_DEVICE_IGNORE=1, and try again");
    }

    @Test
    void aServiceThatTakesModemsIsSuspectedWhereItsFilesAreHidden() {
        assertThat(SerialFailure.sentence(busy(Os.LINUX, Optional.empty(), Optional.of("ModemManager"))))
                .startsWith("/dev/ttyUSB2 is busy: another program has it open (error 16); ModemManager runs on this"
                        + " machine and takes modems' ports: stop it with ");
    }

    @Test
    void aBusyPortIsCalledSoAlsoWhereNobodyIsSeen() {
        assertThat(SerialFailure.sentence(busy(Os.LINUX, Optional.empty(), Optional.empty())))
                .isEqualTo("/dev/ttyUSB2 is busy: another program has it open (error 16); 'sudo fuser -v /dev/ttyUSB2'"
                        + " tells which; close terminals and modem services such as ModemManager and try again");
        assertThat(SerialFailure.sentence(busy(Os.WINDOWS, Optional.empty(), Optional.empty())))
                .endsWith("close terminals and the modem's own tools, or plug it in again, and try again");
    }

    private static Symptoms busy(Os system, Optional<String> holder, Optional<String> service) {
        return new Symptoms(PORT, system, true, true, Optional.of("dialout"), false, holder, service, 16);
    }

    @Test
    void aTerminalsLockFileTellsWhoHasThePort() throws Exception {
        Path process = Files.createDirectories(folder.resolve("proc/4711"));
        Files.writeString(process.resolve("comm"), "picocom\n");
        Files.writeString(folder.resolve("LCK..ttyUSB2"), "      4711\n");
        Files.writeString(folder.resolve("LCK..ttyUSB3"), "      4712\n");

        assertThat(SerialFailure.locker(folder.resolve("proc"), folder, Path.of("/dev/ttyUSB2")))
                .contains("picocom (process 4711)");
        assertThat(SerialFailure.locker(folder.resolve("proc"), folder, Path.of("/dev/ttyUSB3")))
                .isEmpty();
        assertThat(SerialFailure.locker(folder.resolve("proc"), folder, Path.of("/dev/ttyUSB4")))
                .isEmpty();
    }
}
