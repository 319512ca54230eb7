package dev.parley;

import java.util.ResourceBundle;

/** The one entry point: the desktop when called without arguments, the command line otherwise. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        renderWithoutScreenIfThereIsNone();
        System.out.println("parley " + version());
    }

    static String version() {
        return ResourceBundle.getBundle("dev.parley.version").getString("version");
    }

    /**
     * Switches JavaFX to its off-screen platform where no display can be reached. It has to happen before the first use
     * of JavaFX, and here rather than in the launchers, so that every way to start Parley has it.
     */
    private static void renderWithoutScreenIfThereIsNone() {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        if (linux && !isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY")) {
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
            System.setProperty("java.awt.headless", "true");
        }
    }

    private static boolean isSet(String environmentVariable) {
        String value = System.getenv(environmentVariable);
        return value != null && !value.isEmpty();
    }
}
