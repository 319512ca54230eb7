package dev.parley.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley}: the desktop, on a recorded session where one is named; else one of the commands. */
@Command(
        name = "parley",
        description = "Find out why a TLS handshake or an MQTT session dies behind a cellular modem.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Without a command the desktop opens, on the recorded session FILE where one is named; where there is no",
            "display, 'demo' runs instead.",
            "Exit codes: 0 done, 1 the session failed (a finding says why), 2 bad usage or input, 3 internal error."
        })
public final class ParleyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Parameters(arity = "0..1", paramLabel = "FILE.parley", description = "a recorded session to open in the desktop")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    private final DesktopStarter desktop;

    private ParleyCommand(DesktopStarter desktop) {
        this.desktop = desktop;
    }

    /**
     * Runs a command line.
     *
     * @return the exit code
     */
    public static int run(DesktopStarter desktop, Pictures pictures, PrintWriter out, PrintWriter err, String... args) {
        Map<String, Supplier<?>> commands = commands(pictures);
        CommandLine line = new CommandLine(new ParleyCommand(desktop));
        // What is not asked for need not be looked at: taking a command class apart is most of what a start takes.
        boolean one = args.length > 0 && commands.containsKey(args[0]);
        commands.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                line.addSubcommand(command.get());
            }
        });
        line.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, arguments) -> {
                    e.getCommandLine().getErr().println("parley: " + e.getMessage() + " (parley --help tells more)");
                    return ExitCode.BAD_INPUT;
                })
                .setExecutionExceptionHandler((e, failed, result) -> {
                    if (e instanceof BadInputException) {
                        failed.getErr().println("parley: " + e.getMessage());
                        return ExitCode.BAD_INPUT;
                    }
                    failed.getErr().println("parley: internal error, please report it: " + e);
                    e.printStackTrace(failed.getErr());
                    return ExitCode.INTERNAL_ERROR;
                });
        line.getCommandSpec().versionProvider(new Version());
        int result = line.execute(args);
        out.flush();
        err.flush();
        return result;
    }

    /** All commands, in the order in which the help tells them. */
    private static Map<String, Supplier<?>> commands(Pictures pictures) {
        Map<String, Supplier<?>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(pictures));
        commands.put("connect", ConnectCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("soak", SoakCommand::new);
        commands.put("tap", TapCommand::new);
        commands.put("simulate", SimulateCommand::new);
        commands.put("shrink", ShrinkCommand::new);
        commands.put("analyze", AnalyzeCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("export", () -> new ExportCommand(pictures));
        commands.put("files", FilesCommand::new);
        commands.put("scenarios", ScenariosCommand::new);
        commands.put("ports", PortsCommand::new);
        return commands;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new BadInputException("'" + file.get() + "' is neither a command nor a session file that is there");
        }
        if (desktop.canOpen()) {
            try {
                desktop.open(file);
                return ExitCode.DONE;
            } catch (IOException e) {
                throw new BadInputException(e);
            }
        }
        if (file.isPresent()) {
            throw new BadInputException(
                    "there is no display to open " + file.get() + " on; 'parley analyze' reads it without one");
        }
        spec.commandLine()
                .getOut()
                .println("No display here, so this runs 'parley demo' instead of opening the window.");
        // All commands are there where none was named.
        return Objects.requireNonNull(spec.commandLine().getSubcommands().get("demo"))
                .execute();
    }

    /** The program's name and version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Program.nameAndVersion()};
        }
    }
}
