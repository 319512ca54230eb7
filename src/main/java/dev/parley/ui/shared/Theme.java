package dev.parley.ui.shared;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The window's two looks: AtlantaFX's Primer with Parley's own style sheets over it. */
public enum Theme {
    LIGHT(new PrimerLight().getUserAgentStylesheet(), "light.css"),
    DARK(new PrimerDark().getUserAgentStylesheet(), "dark.css");

    private static final List<String> FACES = List.of(
            "Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "Cantarell", "DejaVu Sans Condensed");
    private static final List<String> BYTE_FACES = List.of(
            "JetBrains Mono", "Cascadia Mono", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "Liberation Mono");

    private final String base;
    private final String colours;

    Theme(String base, String colours) {
        this.base = base;
        this.colours = colours;
    }

    /** Dresses {@code scene} in this look; popups shown over it follow. */
    public void dress(Scene scene) {
        scene.setUserAgentStylesheet(base);
        scene.getStylesheets().setAll(sheet(colours), sheet("bridge.css"), sheet("parley.css"), faces());
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /** Names the faces that are installed here: a style sheet can name but one, so this one is made on the spot. */
    private static String faces() {
        String rules = ".root { -fx-font-family: '" + face(FACES, "System") + "'; } .bytes { -fx-font-family: '"
                + face(BYTE_FACES, "Monospaced") + "'; }";
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(rules.getBytes(StandardCharsets.UTF_8));
    }

    private static String face(List<String> wanted, String otherwise) {
        List<String> installed = Font.getFamilies();
        return wanted.stream().filter(installed::contains).findFirst().orElse(otherwise);
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Theme.class.getResource("/dev/parley/ui/" + name), name)
                .toExternalForm();
    }
}
