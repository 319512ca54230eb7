package dev.parley.sim;

import dev.parley.json.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The library of scenarios. */
public final class Scenarios {
    /** The scenario without a fault, which is used where none is named. */
    public static final String STANDARD = "clean";

    /** As they are listed: from the plain one over the field's famous ones to the rest, up the layers. */
    private static final List<String> NAMES = List.of(
            STANDARD,
            "field-report",
            "host-quits",
            "sim-missing",
            "registration-denied",
            "dns-failed",
            "connect-refused",
            "pdp-lost",
            "modem-reset",
            "modem-hangs",
            "send-fail",
            "recv-missed",
            "peer-closes",
            "device-ca-unknown",
            "wrong-ca");

    private Scenarios() {}

    /** The names of the library's scenarios, in the order to show them. */
    public static List<String> names() {
        return NAMES;
    }

    /** All of the library. */
    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(ofLibrary(name));
        }
        return List.copyOf(all);
    }

    /** The scenario without a fault. */
    public static Scenario standard() {
        return ofLibrary(STANDARD);
    }

    /**
     * The library's scenario of that name.
     *
     * @throws ScenarioException if there is none; the message names the nearest
     */
    public static Scenario find(String name) throws ScenarioException {
        if (!NAMES.contains(name)) {
            throw new ScenarioException("there is no scenario '" + name + "'; "
                    + Spelling.nearest(name, NAMES)
                            .map(near -> "did you mean '" + near + "'? ")
                            .orElse("")
                    + "'parley scenarios' lists them");
        }
        return ofLibrary(name);
    }

    /**
     * The library's scenario of that name, or what a file of that name holds.
     *
     * @throws ScenarioException if there is neither, or the file cannot be used
     */
    public static Scenario findOrRead(String nameOrFile) throws ScenarioException {
        boolean file =
                nameOrFile.endsWith(".json") || (!NAMES.contains(nameOrFile) && Files.exists(Path.of(nameOrFile)));
        return file ? Scenario.read(Path.of(nameOrFile)) : find(nameOrFile);
    }

    private static Scenario ofLibrary(String name) {
        String resource = "scenarios/" + name + ".json";
        try (InputStream in = Scenarios.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks its scenario " + name);
            }
            return ScenarioReader.read(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | ScenarioException e) {
            throw new IllegalStateException("the library's scenario " + name + " is damaged: " + e.getMessage(), e);
        }
    }
}
