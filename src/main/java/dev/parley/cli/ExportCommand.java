package dev.parley.cli;

import dev.parley.export.ExportException;
import dev.parley.export.ExportFormat;
import dev.parley.export.ExportOptions;
import dev.parley.export.Exports;
import dev.parley.export.RedactedSession;
import dev.parley.export.Redaction;
import dev.parley.export.Redactor;
import dev.parley.journal.SessionFileException;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.socket.AccessMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley export}. */
@Command(name = "export", description = "Write a recorded session for other programs and people.")
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "session file (.parley)")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description =
                    "parley, pcapng, html, csv, text, jsonl, svg (the byte flow drawn), keylog, case (a zip with a"
                        + " manifest), or png (the window and its panels, into a folder); not needed with --preview")
    private String format = "";

    @Option(
            names = "-o",
            paramLabel = "OUT",
            description = "the file to write, for png the folder; not needed with --preview")
    private @Nullable Path target;

    @Option(
            names = "--redact",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "replace IMEI, IMSI, ICCID, phone numbers and addresses by pseudonyms (default: yes)")
    private boolean redact = true;

    @Option(
            names = "--hide-names",
            description = "replace the endpoint's name, the TLS server name and MQTT client identifiers, too")
    private boolean hideNames;

    @Option(names = "--preview", description = "only show what would be replaced, and by what; write nothing")
    private boolean preview;

    @Option(
            names = "--secrets",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "put the TLS secrets that the session holds into the pcapng (with --no-redact) or key log"
                    + " (default: yes)")
    private boolean secrets = true;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Pictures pictures;

    ExportCommand(Pictures pictures) {
        this.pictures = pictures;
    }

    @Override
    public Integer call() {
        boolean painted = format.equalsIgnoreCase("png");
        Optional<ExportFormat> known = ExportFormat.of(format);
        if (!painted && known.isEmpty() && !(preview && format.isEmpty())) {
            throw new BadInputException((format.isEmpty() ? "--to is missing" : "'" + format + "' is no export format")
                    + "; use one of " + ExportFormat.words() + ", png");
        }
        if (preview) {
            return known.filter(ExportFormat.SVG::equals).isPresent() ? previewDrawing() : preview();
        }
        if (target == null) {
            throw new BadInputException("-o is missing: name the file to write");
        }
        refuseSameFile(target);
        return painted ? paint(target) : write(known.orElseThrow(), target);
    }

    private Integer write(ExportFormat to, Path target) {
        try (Session session = Session.open(file)) {
            Redaction redaction = redaction();
            if (to == ExportFormat.KEYLOG && !Exports.holdsSecrets(session.journal())) {
                throw new BadInputException(file
                        + " holds no TLS secrets, so there is no key log to write; connect with --key-log keeps them");
            }
            ExportOptions options = ExportOptions.of(String.valueOf(file.getFileName()))
                    .withRedaction(redaction)
                    .withSecrets(secrets);
            if ((to == ExportFormat.PCAPNG || to == ExportFormat.PARLEY)
                    && redact
                    && secrets
                    && session.settled().header().holdsSecrets()) {
                spec.commandLine()
                        .getErr()
                        .println("parley: the session's TLS secrets are left out, as they would undo the redaction;"
                                + " --no-redact puts them in");
            }
            Exports.write(to, session.settled(), session.journal(), target, options);
            spec.commandLine().getOut().println("wrote " + target);
            return ExitCode.DONE;
        } catch (SessionFileException | ExportException e) {
            throw new BadInputException(e);
        }
    }

    private Redaction redaction() {
        if (!redact) {
            return Redaction.off();
        }
        return hideNames ? Redaction.fresh().hidingNames() : Redaction.fresh();
    }

    private Integer preview() {
        PrintWriter out = spec.commandLine().getOut();
        try (Session session = Session.open(file)) {
            Redactor redactor = redaction().of(session.settled().view());
            if (redactor.replacements().isEmpty()) {
                out.println("Nothing in this session would be replaced.");
            }
            redactor.replacements().forEach((value, pseudonym) -> out.printf("%-40s %s%n", value, pseudonym));
            return ExitCode.DONE;
        } catch (SessionFileException e) {
            throw new BadInputException(e);
        }
    }

    private Integer previewDrawing() {
        spec.commandLine()
                .getOut()
                .println("A drawing of the byte flow shows bytes and times alone: nothing in it would be replaced.");
        return ExitCode.DONE;
    }

    /** The window as it shows a session that is over, and each of its panels. */
    private Integer paint(Path folder) {
        ConnectionProfile nothing = new ConnectionProfile(
                "",
                new LinkAddress("sim", "", Map.of()),
                "",
                "",
                8883,
                AccessMode.BUFFER,
                ConnectOptions.QISEND_LIMIT,
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(1));
        try (Session session = Session.open(file)) {
            Files.createDirectories(folder);
            List<Path> written;
            if (redact) {
                try (RedactedSession redacted = RedactedSession.of(session.settled(), session.journal(), redaction())) {
                    written = pictures.write(
                            redacted.session(), redacted.snapshot(), ControllerState.idle(), nothing, folder);
                }
            } else {
                written = pictures.write(session, session.settled(), ControllerState.idle(), nothing, folder);
            }
            spec.commandLine().getOut().println("wrote " + written.size() + " pictures to " + folder);
            return ExitCode.DONE;
        } catch (SessionFileException e) {
            throw new BadInputException(e);
        } catch (IOException e) {
            throw new BadInputException(
                    "cannot write pictures to " + folder + ": " + e.getMessage() + "; name a folder you may write to",
                    e);
        }
    }

    private void refuseSameFile(Path target) {
        if (isSameFile(target)) {
            throw new BadInputException(target + " is the session itself; write the export to another file");
        }
    }

    private boolean isSameFile(Path target) {
        try {
            return Files.exists(target) && Files.exists(file) && Files.isSameFile(file, target);
        } catch (IOException e) {
            throw new BadInputException(
                    "cannot tell whether " + target + " is the session itself: " + e.getMessage(), e);
        }
    }
}
