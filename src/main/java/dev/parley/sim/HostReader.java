package dev.parley.sim;

import dev.parley.journal.Bytes;
import dev.parley.json.JsonSection;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.sim.host.HostHabits;
import dev.parley.sim.host.HostStep;
import dev.parley.tls.ClientOffer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a scenario's host: what Parley's own engine is to use, or the script of another one. */
final class HostReader {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final List<String> ACCESS_MODES = List.of("buffer", "push", "transparent");
    private static final List<String> STEPS =
            List.of("send", "write", "await", "pauseMillis", "tls", "connect", "publish", "repeat");

    private HostReader() {}

    static Scenario.Host read(JsonSection host) throws MalformedException {
        List<HostStep> script = steps(host, "script");
        Scenario.Host read = new Scenario.Host(
                host.millis("readTimeoutMillis", Duration.ofSeconds(30)),
                host.choice("accessMode", ACCESS_MODES.toArray(String[]::new)),
                accessModes(host, script.isEmpty() ? ACCESS_MODES : List.of("buffer")),
                EndpointReader.versions(host),
                maxFragment(host),
                host.truth("certificate", true),
                script);
        host.finish();
        return read;
    }

    private static List<String> accessModes(JsonSection host, List<String> otherwise) throws MalformedException {
        List<String> modes = host.texts("accessModes");
        for (String mode : modes) {
            if (!ACCESS_MODES.contains(mode)) {
                throw FaultReader.wrong(
                        host.line("accessModes"),
                        "'" + mode + "' is no access mode; they are " + String.join(", ", ACCESS_MODES));
            }
        }
        return modes.isEmpty() ? otherwise : modes;
    }

    private static List<HostStep> steps(JsonSection owner, String name) throws MalformedException {
        List<HostStep> steps = new ArrayList<>();
        for (JsonSection step : owner.sections(name, "a step of the host")) {
            steps.add(step(step));
            step.finish();
        }
        return steps;
    }

    private static HostStep step(JsonSection step) throws MalformedException {
        String what = STEPS.stream()
                .filter(step::has)
                .findFirst()
                .orElseThrow(() ->
                        FaultReader.wrong(step.line(), "a step of the host is one of " + String.join(", ", STEPS)));
        Duration limit = step.millis("limitMillis", ANSWER);
        return switch (what) {
            case "send" -> new HostStep.Command(step.text("send"), pattern(step, "until"), limit);
            case "write" -> new HostStep.Write(Bytes.latin1(step.text("write")));
            case "await" -> new HostStep.Await(pattern(step, "await").orElseThrow(), limit);
            case "pauseMillis" -> new HostStep.Pause(step.millis("pauseMillis", Duration.ZERO));
            case "tls" -> new HostStep.Handshake(habits(step.section("tls")));
            case "connect" -> {
                JsonSection connect = step.section("connect");
                HostStep read = new HostStep.Connect(
                        connect.text("clientId"), connect.number("keepAlive", 0, 65_535, 60), limit);
                connect.finish();
                yield read;
            }
            case "publish" -> {
                JsonSection publish = step.section("publish");
                HostStep read = new HostStep.Publish(publish.text("topic"), publish.text("text"), limit);
                publish.finish();
                yield read;
            }
            default -> new HostStep.Repeat(step.number("repeat", 1, 1000, 1), steps(step, "steps"));
        };
    }

    private static Optional<Pattern> pattern(JsonSection step, String name) throws MalformedException {
        Optional<String> text = step.optionalText(name);
        try {
            return text.map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw FaultReader.wrong(
                    step.line(name), "\"" + name + "\" is no regular expression: " + e.getDescription());
        }
    }

    private static HostHabits habits(JsonSection tls) throws MalformedException {
        String name = tls.optionalText("name").orElse(Bench.HOST);
        Optional<String> suite = tls.optionalText("suite");
        HostHabits habits = new HostHabits(
                tls.truth("awaitsPrompt", true),
                tls.number("promises", -1460, 1460, 0),
                tls.number("largestSend", 1, 20_000, 1460),
                tls.truth("resends", true),
                tls.truth("takesEcho", false),
                tls.number("readSize", 1, 20_000, 1500),
                tls.truth("forgetsUrcs", false),
                tls.truth("drains", true),
                tls.truth("asksBooks", true),
                tls.millis("patienceMillis", Duration.ofSeconds(10)),
                tls.millis("thinksMillis", Duration.ZERO),
                name,
                tls.optionalText("checksName").orElse(name.isEmpty() ? Bench.HOST : name),
                clock(tls),
                tls.truth("ownKey", true),
                suite.isPresent() ? Optional.of(EndpointReader.suite(tls, "suite", suite.get())) : Optional.empty(),
                maxFragment(tls),
                tls.number("recordBuffer", 512, 16_384, 16_384));
        tls.finish();
        return habits;
    }

    /** The max_fragment_length that is offered, in bytes. */
    private static OptionalInt maxFragment(JsonSection section) throws MalformedException {
        if (!section.has("maxFragment")) {
            return OptionalInt.empty();
        }
        int bytes = section.number("maxFragment", 512, 4096, 512);
        if (!ClientOffer.MAX_FRAGMENT_LENGTHS.contains(bytes)) {
            throw FaultReader.wrong(section.line("maxFragment"), "\"maxFragment\" is 512, 1024, 2048 or 4096");
        }
        return OptionalInt.of(bytes);
    }

    private static Optional<Instant> clock(JsonSection tls) throws MalformedException {
        Optional<String> text = tls.optionalText("clock");
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw FaultReader.wrong(tls.line("clock"), "\"clock\" is a time in UTC, for example 1980-01-06T00:00:00Z");
        }
    }
}
