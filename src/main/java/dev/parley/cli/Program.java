package dev.parley.cli;

import java.util.ResourceBundle;

/** The program itself. */
public final class Program {
    private Program() {}

    /** Its name and version, for example {@code parley 1.0}. */
    public static String nameAndVersion() {
        return "parley " + ResourceBundle.getBundle("dev.parley.version").getString("version");
    }

    /** True where the command line asks for the version and nothing else: that needs no parser, whose start takes longest. */
    public static boolean isVersionAsked(String... args) {
        return args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"));
    }
}
