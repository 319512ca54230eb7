package dev.parley.ui;

import dev.parley.ui.help.HelpBook;
import dev.parley.ui.help.HelpPane;
import dev.parley.ui.importing.ImportPane;
import dev.parley.ui.layout.Arrangement;
import dev.parley.ui.palette.CommandPalette;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.tour.Tour;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

/** What comes to lie over the panels or beside them, where it stands, and in which order Escape shuts it. */
final class Overlays {
    private static final double LEAST_DRAWER = 240;
    private static final double DRAWER_MARGINS = 18;
    private static final double ROOMY = 1600;
    private static final Insets TOUR_MARGIN = new Insets(0, 14, 14, 0);

    private final BorderPane root;
    private final StackPane middle;
    private final Arrangement arrangement;
    private final WindowPanels panels;
    private final ImportPane importing;
    private final CommandPalette palette;
    private final Tour tour;
    private final HelpPane help = new HelpPane(HelpBook.packaged());

    /**
     * Puts everything in its place, shut.
     *
     * @param middle where it lies over the {@code arrangement}
     */
    Overlays(
            BorderPane root,
            StackPane middle,
            Arrangement arrangement,
            WindowPanels panels,
            ImportPane importing,
            CommandPalette palette,
            Tour tour) {
        this.root = root;
        this.middle = middle;
        this.arrangement = arrangement;
        this.panels = panels;
        this.importing = importing;
        this.palette = palette;
        this.tour = tour;
        showFindings(false);
        StackPane.setAlignment(panels.findings, Pos.BOTTOM_CENTER);
        StackPane.setAlignment(panels.tools, Pos.BOTTOM_CENTER);
        StackPane.setMargin(importing, new Insets(DRAWER_MARGINS));
        // The state machine stays in sight while a tool is used.
        PanelFrame whole = panels.handshakeFrame;
        panels.tools
                .prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(LEAST_DRAWER, middle.getHeight() - whole.getHeight() - DRAWER_MARGINS),
                        middle.heightProperty(),
                        whole.heightProperty()));
        StackPane.setAlignment(palette, Pos.TOP_CENTER);
        StackPane.setAlignment(tour, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(tour, TOUR_MARGIN);
        middle.getChildren().addAll(arrangement, panels.tools, panels.findings, importing, palette, tour);
        StackPane.setAlignment(help, Pos.CENTER_RIGHT);
        root.widthProperty().subscribe(width -> placeHelp(width.doubleValue() >= ROOMY));
    }

    void showFindings(boolean open) {
        panels.findings.setVisible(open);
        panels.findings.setManaged(open);
    }

    /** Opens the help about what has the focus. */
    void help() {
        help.open(section());
    }

    /** Shuts what lies over the panels, one thing at a time; false where nothing does. */
    boolean shutOne() {
        if (palette.isOpen()) {
            palette.shut();
        } else if (tour.isUnderWay()) {
            tour.end();
        } else if (importing.isOpen()) {
            importing.shut();
        } else if (panels.doctor.isOpen()) {
            panels.doctor.details(false);
        } else if (panels.tools.isOpen()) {
            panels.tools.shut();
        } else if (help.isOpen()) {
            help.shut();
        } else if (arrangement.maximised().isPresent()) {
            arrangement.maximised().ifPresent(arrangement::maximise);
        } else {
            return false;
        }
        return true;
    }

    /** Where there is room the help stands beside the panels; else it lies over the right ones, and the state machine stays whole. */
    private void placeHelp(boolean beside) {
        if (beside && root.getRight() == null) {
            middle.getChildren().remove(help);
            root.setRight(help);
        } else if (!beside && !middle.getChildren().contains(help)) {
            root.setRight(null);
            middle.getChildren().add(help);
        }
    }

    /** The section of the help about what has the focus. */
    private String section() {
        Node node = root.getScene() == null ? null : root.getScene().getFocusOwner();
        for (; node != null; node = node.getParent()) {
            if (node.equals(panels.tools)) {
                return panels.tools
                        .page()
                        .map(page -> page.title().toLowerCase(Locale.ROOT))
                        .orElse("");
            }
            if (node.equals(panels.doctor) || node.equals(panels.findings)) {
                return "findings";
            }
            if (node instanceof PanelFrame frame) {
                return frame.title().toLowerCase(Locale.ROOT).replace(' ', '-');
            }
        }
        return "";
    }
}
