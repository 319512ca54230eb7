package dev.parley;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;

/**
 * What the build runs once so that Java can write its start-up cache ({@code lib/parley.aot}): the commands that people wait for, in one
 * Java, since a cache is written from one run. Nothing of it is seen or kept but the files of the demo.
 */
final class StartupTraining {
    private StartupTraining() {}

    /**
     * Runs the demo and reads its session in the ways that the command line offers.
     *
     * @param args the folder for the demo's files
     * @throws IOException if the output cannot be closed
     */
    public static void main(String[] args) throws IOException {
        String folder = args[0];
        String session = Path.of(folder, "session.parley").toString();
        try (PrintWriter silent = new PrintWriter(Writer.nullWriter())) {
            Main.run(silent, silent, "--help");
            Main.run(silent, silent, "demo", "--out", folder);
            // Twice, so that what is only reached by a second session counts as used too.
            for (int i = 0; i < 2; i++) {
                Main.run(silent, silent, "analyze", session);
                Main.run(silent, silent, "analyze", session, "--json");
            }
            Main.run(
                    silent,
                    silent,
                    "export",
                    session,
                    "--to",
                    "html",
                    "--out",
                    Path.of(folder, "report.html").toString());
            Main.run(silent, silent, "compare", session, session);
            Main.run(silent, silent, "scenarios");
            Main.run(silent, silent, "ports");
        }
        System.exit(0);
    }
}
