package dev.parley.cli;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.JournalKeeper;
import dev.parley.session.LiveController;
import dev.parley.session.ModemFilesJob;
import dev.parley.session.SessionController;
import dev.parley.socket.AccessMode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley files}. */
@Command(
        name = "files",
        description =
                "The modem's files: certificates and keys for its own TLS. Lists them after what else is asked for.")
final class FilesCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "list", description = "what is done anyway; nothing else stands here")
    private String verb = "list";

    @Option(names = "--link", paramLabel = "ADDR", required = true, description = "as for connect")
    private String link = "";

    @Option(names = "--delete", paramLabel = "NAME", description = "delete a file in the modem; may be given again")
    private List<String> delete = new ArrayList<>();

    @Option(
            names = "--upload",
            paramLabel = "NAME=FILE",
            description = "put a file into the modem and compare its checksum; may be given again")
    private Map<String, Path> upload = new LinkedHashMap<>();

    @Option(
            names = "--upload-key",
            paramLabel = "NAME=FILE",
            description = "the same with a private key: it is not recorded")
    private Map<String, Path> uploadKey = new LinkedHashMap<>();

    @Option(
            names = "--tls-context",
            paramLabel = "N",
            description =
                    "say which AT+QSSLCFG commands set up SSL context N (0 to 5) with --ca, --cert and --key, and why")
    private @Nullable Integer context;

    @Option(names = "--ca", paramLabel = "NAME", description = "the CA's file in the modem, for --tls-context")
    private @Nullable String ca;

    @Option(names = "--cert", paramLabel = "NAME", description = "the device certificate's file in the modem")
    private @Nullable String certificate;

    @Option(names = "--key", paramLabel = "NAME", description = "its private key's file in the modem")
    private @Nullable String key;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!verb.equals("list")) {
            throw new BadInputException("'" + verb + "' is nothing that files does: it lists them, after --upload,"
                    + " --upload-key and --delete where they are given");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<ModemFilesJob.Setting> setup = setup();
        try (var _ = Interruption.begin();
                SessionController controller =
                        LiveController.standard(Benches.links(1), JournalKeeper.inMemory(), Program.nameAndVersion())) {
            controller.attach(profile()).get();
            for (ModemFilesJob job : jobs()) {
                List<ModemFilesJob.StoredFile> files =
                        controller.modemFiles(job).get();
                if (job instanceof ModemFilesJob.Upload done) {
                    out.printf("  uploaded  %s, checksum as sent%n", done.name());
                } else if (job instanceof ModemFilesJob.Delete done) {
                    out.printf("  deleted   %s%n", done.name());
                } else {
                    files.forEach(file -> out.printf("  %8d  %s%n", file.size(), file.name()));
                    out.printf("  %d files%n", files.size());
                }
            }
            controller.disconnect().get();
        } catch (ExecutionException e) {
            out.println("Failed: "
                    + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
            return ExitCode.SESSION_FAILED;
        }
        setup.forEach(line -> out.printf("  %-44s %s%n", line.command(), line.why()));
        return ExitCode.DONE;
    }

    private List<ModemFilesJob> jobs() {
        List<ModemFilesJob> jobs = new ArrayList<>();
        delete.forEach(name -> jobs.add(new ModemFilesJob.Delete(name)));
        upload.forEach((name, file) -> jobs.add(new ModemFilesJob.Upload(name, file, false)));
        uploadKey.forEach((name, file) -> jobs.add(new ModemFilesJob.Upload(name, file, true)));
        jobs.add(new ModemFilesJob.Listing());
        return jobs;
    }

    private List<ModemFilesJob.Setting> setup() {
        if (context == null) {
            return List.of();
        }
        try {
            return ModemFilesJob.tlsSetup(
                    context, Optional.ofNullable(ca), Optional.ofNullable(certificate), Optional.ofNullable(key));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--tls-context: " + e.getMessage(), e);
        }
    }

    private ConnectionProfile profile() {
        try {
            return new ConnectionProfile(
                    "files",
                    LinkAddress.parse(link),
                    "",
                    "",
                    0,
                    AccessMode.BUFFER,
                    ConnectOptions.QISEND_LIMIT,
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(60));
        } catch (LinkException e) {
            throw new BadInputException(e);
        }
    }
}
