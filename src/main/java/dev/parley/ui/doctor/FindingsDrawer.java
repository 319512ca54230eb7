package dev.parley.ui.doctor;

import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Trial;
import dev.parley.flow.Figures;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** All findings, ranked; the test that tells them apart; and the byte books. */
public final class FindingsDrawer extends VBox implements Panel {
    /** Makes tests. Called on the JavaFX thread. */
    public interface Trials {
        /** Asks the modem these commands, one after the other. */
        void ask(List<String> commands);

        /** Tells the modem these commands, and connects again with a changed profile. */
        void reconnect(List<String> commands, Trial.Change change);
    }

    private final Selector selector;
    private final StackPane content = new StackPane();
    private final VBox list = new VBox(14);
    private final LedgerView ledger;
    private final NextTestView next;
    private final ToggleGroup pages = new ToggleGroup();
    private List<Finding> drawn = List.of();
    private @Nullable Shown last;

    /**
     * An empty drawer.
     *
     * @param trials makes the next test
     * @param onClose called when its close button is pressed
     */
    public FindingsDrawer(Selector selector, Trials trials, Runnable onClose) {
        this.selector = selector;
        setId("doctor-drawer");
        getStyleClass().add("drawer");
        ledger = new LedgerView(selector);
        next = new NextTestView(trials);
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        Button close = new Button("", new FontIcon(Feather.X));
        close.getStyleClass().addAll("flat", "header-button");
        close.setTooltip(new Tooltip("Close (Esc)"));
        close.setAccessibleText("Close the findings");
        close.setOnAction(event -> onClose.run());
        HBox header = new HBox(
                4,
                page("Findings", "findings", list),
                page("Next test", "next-test", next),
                page("Bytes", "ledger", ledger),
                between,
                close);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        content.getStyleClass().add("drawer-content");
        content.setAlignment(Pos.TOP_LEFT);
        content.getChildren().setAll(list);
        list.getChildren().setAll(nothingFound());
        visibleProperty().addListener((observable, before, open) -> refresh());
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(header, scroll);
        setPrefHeight(300);
        setMaxHeight(Region.USE_PREF_SIZE);
    }

    /** Only what is looked at is worked out. */
    private void refresh() {
        Shown shown = last;
        if (shown == null || !isVisible()) {
            return;
        }
        if (next.getParent() != null) {
            next.show(shown);
        }
        if (ledger.getParent() != null) {
            ledger.show(shown);
        }
    }

    /** The books may be of a little earlier. */
    @Override
    public void tick(long nowNanos) {
        if (last != null && isVisible() && ledger.getParent() != null) {
            ledger.show(last);
        }
    }

    /** What is shown when its name is chosen. */
    private ToggleButton page(String words, String id, Node node) {
        ToggleButton tab = new ToggleButton(words);
        tab.setId("doctor-page-" + id);
        tab.setToggleGroup(pages);
        tab.getStyleClass().addAll("header-button", "flat");
        tab.setMinWidth(Region.USE_PREF_SIZE);
        tab.setSelected(node.equals(list));
        tab.setOnAction(event -> {
            tab.setSelected(true);
            content.getChildren().setAll(node);
            refresh();
        });
        return tab;
    }

    @Override
    public void show(Shown shown) {
        List<Finding> findings = shown.snapshot().findings();
        if (!findings.equals(drawn)) {
            drawn = List.copyOf(findings);
            list.getChildren().setAll(findings.stream().map(this::finding).toList());
            if (findings.isEmpty()) {
                list.getChildren().add(nothingFound());
            }
        }
        last = shown;
        refresh();
    }

    private static Node nothingFound() {
        VBox words = new VBox(
                6,
                text("Nothing in this session looks wrong.", "finding-title"),
                text(
                        "What crossed is accounted for on the page Bytes; the page Next test tells what would show"
                                + " more.",
                        "finding-text"));
        words.setId("doctor-nothing");
        words.getStyleClass().add("finding");
        return words;
    }

    private Node finding(Finding finding) {
        Label code = new Label(finding.code());
        code.getStyleClass().addAll("bytes", "finding-code");
        Label confidence = new Label(String.format(Locale.ROOT, "confidence %.2f", finding.confidence()));
        confidence.getStyleClass().add("finding-confidence");
        HBox first = new HBox(10, code, confidence);
        first.setAlignment(Pos.BASELINE_LEFT);
        Label title = text(finding.title(), "finding-title");
        VBox left = new VBox(6, first, title, text(finding.meaning(), "finding-text"));
        if (!finding.refutedBy().isEmpty()) {
            left.getChildren().addAll(head("What would refute it"), text(finding.refutedBy(), "finding-text"));
        }
        VBox middle = new VBox(4, head("Evidence"));
        finding.evidence().forEach(it -> middle.getChildren().add(evidence(finding, it)));
        VBox right = new VBox(4, head("What to try next, the cheapest first"));
        int number = 1;
        for (String fix : finding.fix()) {
            right.getChildren().add(text(number++ + ". " + fix, "finding-text"));
        }
        HBox columns = new HBox(24, left, middle, right);
        columns.getStyleClass().add("finding");
        for (VBox column : List.of(left, middle, right)) {
            HBox.setHgrow(column, Priority.ALWAYS);
            column.setMinWidth(0);
            column.setPrefWidth(100);
        }
        return columns;
    }

    private Node evidence(Finding finding, Evidence evidence) {
        Hyperlink link = new Hyperlink(Figures.time(evidence.nanos()) + " s  " + evidence.text());
        link.setWrapText(true);
        link.getStyleClass().add("finding-evidence");
        link.setOnAction(event -> {
            link.setVisited(false);
            selector.selection().clear();
            if (evidence.places().isEmpty()) {
                selector.select(finding);
            } else {
                Selection selection = selector.selection();
                selection.select(
                        new Focus.OnFinding(finding.code()), evidence.places(), evidence.nanos(), evidence.nanos());
            }
        });
        return link;
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("finding-head");
        return label;
    }

    private static Label text(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
