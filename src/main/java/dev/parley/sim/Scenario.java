package dev.parley.sim;

import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.host.HostStep;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.tls.ClientOffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A bench with its faults, and what they must lead to.
 *
 * @param name what it is called on the command line: lower-case words with hyphens
 * @param group where it belongs in a list
 * @param story what happened, as a field engineer would tell it
 * @param endpointNamed false if the endpoint's name does not exist where the modem asks for it
 * @param finding the code of the finding it must lead to; nothing where the session must succeed
 * @param fix what puts it right
 */
public record Scenario(
        String name,
        Group group,
        String story,
        ModemSetup modem,
        boolean endpointNamed,
        EndpointSetup endpoint,
        Host host,
        Optional<String> finding,
        String fix) {
    /** Where scenarios belong, from the plain ones up the layers. */
    public enum Group {
        GENERAL("general", "To begin with"),
        FIELD_REPORT("field-report", "The field report: ways to die after 877 bytes"),
        NETWORK("network", "SIM, network and PDP context"),
        MODEM("modem", "The modem and its line"),
        SOCKET("socket", "Sockets"),
        HOST("host", "Firmware that behaves badly"),
        TLS("tls", "TLS"),
        MQTT("mqtt", "MQTT"),
        HEALTHY("healthy", "Odd, and well all the same");

        private final String word;
        private final String title;

        Group(String word, String title) {
            this.word = word;
            this.title = title;
        }

        /** The word in a scenario's file. */
        public String word() {
            return word;
        }

        public String title() {
            return title;
        }
    }

    /**
     * The host's side.
     *
     * @param readTimeout how long Parley's TLS client waits for the server's next byte before it gives up
     * @param accessMode {@code buffer}, {@code push} or {@code transparent}: the one it is shown in
     * @param accessModes those in which it leads to the same end
     * @param versions the versions of TLS that Parley offers, as {@link ClientOffer} numbers them; empty for the usual
     * @param maxFragment the max_fragment_length that Parley offers, in bytes; empty for none
     * @param certified false where Parley has no certificate to show
     * @param script what another host does in Parley's place; empty where Parley drives the modem itself
     */
    public record Host(
            Duration readTimeout,
            String accessMode,
            List<String> accessModes,
            List<Integer> versions,
            OptionalInt maxFragment,
            boolean certified,
            List<HostStep> script) {
        public Host {
            versions = List.copyOf(versions);
            accessModes = List.copyOf(accessModes);
            script = List.copyOf(script);
        }

        /** True where another host drives the modem, and Parley only listens. */
        public boolean isScripted() {
            return !script.isEmpty();
        }
    }

    /**
     * What Parley's ClientHello offers: the usual, but for what this scenario is about. Where its host says nothing of versions, and
     * its endpoint does not speak the usual ones, the endpoint's are offered, too.
     */
    public ClientOffer offer(ClientOffer usual) {
        List<Integer> versions = new ArrayList<>(host.versions());
        if (versions.isEmpty() && endpoint.taken().versions().stream().noneMatch(usual.versions()::contains)) {
            versions.addAll(usual.versions());
            versions.addAll(endpoint.taken().versions());
        }
        ClientOffer offer = versions.isEmpty() ? usual : ClientOffer.standard(versions);
        return host.maxFragment().isEmpty() ? offer : offer.withMaxFragmentLength(host.maxFragment());
    }

    /** The same with another modem. */
    public Scenario withModem(ModemSetup other) {
        return new Scenario(name, group, story, other, endpointNamed, endpoint, host, finding, fix);
    }

    /** The same with another endpoint. */
    public Scenario withEndpoint(EndpointSetup other) {
        return new Scenario(name, group, story, modem, endpointNamed, other, host, finding, fix);
    }

    /**
     * Reads a scenario file.
     *
     * @throws ScenarioException if it cannot be read or says what cannot be; the message names the file and the line
     */
    public static Scenario read(Path file) throws ScenarioException {
        return ScenarioReader.read(file);
    }

    /**
     * Reads a scenario from text.
     *
     * @param source what messages name, usually a file
     * @throws ScenarioException says the line and what is wrong with it
     */
    public static Scenario parse(String source, String text) throws ScenarioException {
        return ScenarioReader.read(source, text);
    }
}
