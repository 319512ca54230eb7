package dev.parley.sim;

import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.modem.ModemSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A bench with its faults, and what they must lead to.
 *
 * @param name what it is called on the command line: lower-case words with hyphens
 * @param story what happened, as a field engineer would tell it
 * @param endpointNamed false if the endpoint's name does not exist where the modem asks for it
 * @param finding the code of the finding it must lead to; nothing where the session must succeed
 * @param fix what puts it right
 */
public record Scenario(
        String name,
        String story,
        ModemSetup modem,
        boolean endpointNamed,
        EndpointSetup endpoint,
        Host host,
        Optional<String> finding,
        String fix) {
    /**
     * What the host's side is to use.
     *
     * @param readTimeout how long its TLS client waits for the server's next byte before it gives up
     * @param accessMode {@code buffer}, {@code push} or {@code transparent}
     */
    public record Host(Duration readTimeout, String accessMode) {}

    /**
     * Reads a scenario file.
     *
     * @throws ScenarioException if it cannot be read or says what cannot be; the message names the file and the line
     */
    public static Scenario read(Path file) throws ScenarioException {
        return ScenarioReader.read(file);
    }
}
