package dev.parley.cli;

import dev.parley.doctor.soak.Variant;
import dev.parley.doctor.soak.Variant.Setting;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.sim.BenchLinks;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What {@code --vary} names, turned into profiles: any option of {@code connect} that describes the connection, and {@code baud},
 * {@code scenario} and {@code seed} of the link. A variant's profile is what {@code connect} would make of the same options.
 */
final class SoakVariants {
    /** What changes how a run goes, so that runs would not be alike, or what has no place in one. */
    private static final Set<String> NOT_VARIED = Set.of("--link", "--resume", "--listen-only", "--key-log", "--help");

    private static final Set<String> OF_THE_LINK = Set.of("baud", "scenario", "seed");
    private static final Set<String> YES = Set.of("yes", "true", "on");
    private static final Set<String> NO = Set.of("no", "false", "off");
    private static final String LEFT_OUT = "default";

    /** One variant's command line. */
    @Command(name = "connect")
    private static final class Line {
        @Mixin
        private ProfileOptions options = new ProfileOptions();
    }

    private final ParseResult given;
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * Reads {@code NAME=v1,v2,...}.
     *
     * @param given the command line on which it stands
     * @throws BadInputException if nothing of that name can be varied
     */
    SoakVariants(ParseResult given, List<String> vary) {
        this.given = given;
        for (String text : vary) {
            int equals = text.indexOf('=');
            String name = equals < 1 ? "" : text.substring(0, equals);
            List<String> each = List.of(text.substring(equals + 1).split(",", -1));
            if (name.isEmpty() || each.contains("")) {
                throw new BadInputException("--vary '" + text + "' is not NAME=VALUE,VALUE,...");
            }
            if (each.stream().distinct().count() < each.size() || values.put(name, each) != null) {
                throw new BadInputException("--vary '" + text + "' names something twice");
            }
            if (!OF_THE_LINK.contains(name)) {
                option(name);
            }
        }
    }

    /** The names and their values, in the order in which they were given. */
    Map<String, List<String>> values() {
        return values;
    }

    /** What is the same for all variants, to know a soak again by. */
    List<String> common() {
        return arguments(new Variant(List.of()));
    }

    /**
     * What a variant's runs do.
     *
     * @throws BadInputException if a value cannot be used
     */
    ConnectionProfile profile(Variant variant, BenchLinks bench, PrintWriter out) {
        Line line = new Line();
        try {
            new CommandLine(line).parseArgs(arguments(variant).toArray(String[]::new));
        } catch (ParameterException e) {
            throw new BadInputException(e);
        }
        return line.options.profile(bench, out);
    }

    private List<String> arguments(Variant variant) {
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : new CommandLine(new Line()).getCommandSpec().options()) {
            String name = option.longestName();
            boolean varied = values.containsKey(name.substring(2));
            if (!varied && given.hasMatchedOption(name)) {
                add(arguments, option, given.matchedOption(name).originalStringValues(), variant);
            }
        }
        for (Setting setting : variant.settings()) {
            if (!OF_THE_LINK.contains(setting.name()) && !setting.value().equals(LEFT_OUT)) {
                arguments.addAll(argument(option(setting.name()), setting.value()));
            }
        }
        return arguments;
    }

    private static void add(List<String> arguments, OptionSpec option, List<String> texts, Variant variant) {
        String name = option.longestName();
        if (option.arity().max() == 0) {
            arguments.add(name);
            return;
        }
        for (String text : texts) {
            arguments.add(name);
            arguments.add(name.equals("--link") ? link(text, variant) : text);
        }
    }

    private static List<String> argument(OptionSpec option, String value) {
        if (option.arity().max() > 0) {
            return List.of(option.longestName(), value);
        }
        if (YES.contains(value)) {
            return List.of(option.longestName());
        }
        if (NO.contains(value)) {
            return List.of();
        }
        throw new BadInputException(
                "--vary " + option.longestName().substring(2) + "=" + value + ": it is there or not: yes or no");
    }

    private static OptionSpec option(String name) {
        OptionSpec option = new CommandLine(new Line()).getCommandSpec().findOption("--" + name);
        if (option == null || NOT_VARIED.contains(option.longestName())) {
            throw new BadInputException("--vary " + name + ": that cannot be varied; an option of connect can, such as"
                    + " chunk, access-mode or fragment, or the link's baud, scenario or seed");
        }
        return option;
    }

    private static String link(String text, Variant variant) {
        try {
            LinkAddress address = LinkAddress.parse(text);
            for (Setting setting : variant.settings()) {
                String value = setting.value().equals(LEFT_OUT) ? "" : setting.value();
                address = switch (setting.name()) {
                    case "baud", "seed" -> address.withOption(setting.name(), value);
                    case "scenario" -> {
                        if (!address.scheme().equals("sim")) {
                            throw new BadInputException("--vary scenario goes with --link sim:, not with " + text);
                        }
                        yield new LinkAddress("sim", value, address.options());
                    }
                    default -> address;
                };
            }
            return address.toString();
        } catch (LinkException e) {
            throw new BadInputException(e);
        }
    }
}
