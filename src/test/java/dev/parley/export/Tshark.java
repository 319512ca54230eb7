package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Runs tshark, a second opinion on pcapng files. */
public final class Tshark {
    private Tshark() {}

    /** Skips the calling test, and says so, where tshark is not installed. */
    public static void orSkip() {
        boolean found;
        try {
            Process process = new ProcessBuilder("tshark", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            found = process.waitFor() == 0;
        } catch (IOException e) {
            found = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            found = false;
        }
        if (!found) {
            System.out.println("skipped: tshark is not installed, so the pcapng file is not read back by Wireshark");
        }
        Assumptions.assumeTrue(found, "tshark is not installed");
    }

    /** The lines tshark prints for {@code file}. */
    public static List<String> read(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("tshark %s", command).isZero();
        return output.lines().filter(line -> !line.isBlank()).toList();
    }
}
