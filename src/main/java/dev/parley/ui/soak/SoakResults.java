package dev.parley.ui.soak;

import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.VariantRow;
import dev.parley.export.SoakText;
import dev.parley.flow.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What a soak's table tells: rates, which variant differs beyond chance, where the runs died, and how long they lived. */
final class SoakResults extends HBox {
    private static final int COLOURS = 6;
    private static final int MOST_DEATHS = 12;
    private static final String[] COLUMNS = {"", "variant", "good", "rate", "95 % interval", "median", "p95"};

    private final GridPane rates = new GridPane();
    private final VBox verdict = new VBox(2);
    private final GridPane deaths = new GridPane();
    private final SurvivalPlot survival = new SurvivalPlot();
    private final ToggleButton byDeath = new ToggleButton("Where they died");
    private final ToggleButton byBytes = new ToggleButton("Survival by bytes");
    private final ToggleButton byAge = new ToggleButton("by age");
    private final ToggleButton byRun = new ToggleButton("Failed runs");
    private final StackPane page = new StackPane();
    private final Node failed;
    private SoakTable table = new SoakTable(List.of(), List.of());

    /**
     * No results yet.
     *
     * @param failed the list of the runs that failed
     */
    SoakResults(Node failed) {
        super(16);
        this.failed = failed;
        getStyleClass().add("soak-results");
        rates.setId("soak-rates");
        rates.getStyleClass().add("soak-table");
        verdict.setId("soak-verdict");
        deaths.setId("soak-deaths");
        deaths.getStyleClass().add("soak-table");
        ColumnConstraints states = new ColumnConstraints();
        states.setMinWidth(0);
        deaths.getColumnConstraints()
                .addAll(new ColumnConstraints(), new ColumnConstraints(), new ColumnConstraints(), states);
        page.setAlignment(Pos.TOP_LEFT);
        page.setMinSize(0, 0);
        VBox.setVgrow(page, Priority.ALWAYS);
        getChildren().addAll(scrolling(new VBox(8, rates, verdict), 120), scrolling(new VBox(6, pages(), page), 80));
        setMinSize(0, 0);
        byDeath.fire();
    }

    private static ScrollPane scrolling(VBox content, double width) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setMinWidth(0);
        scroll.setPrefWidth(width);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        return scroll;
    }

    private Node pages() {
        byDeath.setId("soak-by-death");
        byBytes.setId("soak-by-bytes");
        byAge.setId("soak-by-age");
        byRun.setId("soak-by-run");
        Map<ToggleButton, Node> pages = new LinkedHashMap<>();
        pages.put(byDeath, deaths);
        pages.put(byBytes, survival);
        pages.put(byAge, survival);
        pages.put(byRun, failed);
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox(4);
        pages.forEach((button, node) -> {
            button.setToggleGroup(group);
            button.getStyleClass().addAll("header-button", "flat");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> {
                button.setSelected(true);
                page.getChildren().setAll(node);
                survival.show(table, byAge.isSelected());
            });
            box.getChildren().add(button);
        });
        return box;
    }

    void show(SoakTable shown) {
        table = shown;
        rates.getChildren().clear();
        for (int column = 0; column < COLUMNS.length; column++) {
            rates.add(head(COLUMNS[column]), column, 0);
        }
        for (int i = 0; i < shown.rows().size(); i++) {
            row(i, shown.rows().get(i));
        }
        verdict.getChildren()
                .setAll(SoakText.verdict(shown).stream()
                        .map(SoakResults::sentence)
                        .toList());
        showDeaths();
        survival.show(shown, byAge.isSelected());
    }

    private void row(int index, VariantRow row) {
        Label variant = new Label(row.variant().title());
        variant.getStyleClass().add("run-words");
        variant.setMinWidth(70);
        variant.setTooltip(new Tooltip(row.variant().title()));
        rates.addRow(
                index + 1,
                key(index),
                variant,
                number(row.successes() + " of " + row.runs()),
                number(row.rate()
                        .map(rate -> String.format(Locale.ROOT, "%.0f %%", 100 * rate.share()))
                        .orElse("–")),
                row.rate().<Node>map(RateBar::new).orElseGet(() -> number("–")),
                number(row.handshake()
                        .map(times -> Figures.span(Math.round(times.median())))
                        .orElse("–")),
                number(row.handshake()
                        .map(times -> Figures.span(Math.round(times.p95())))
                        .orElse("–")));
    }

    /** One bar a state and byte, of all variants, the most frequent first. */
    private void showDeaths() {
        record Death(int variant, VariantRow.Death what) {}
        List<Death> all = new ArrayList<>();
        for (int i = 0; i < table.rows().size(); i++) {
            for (VariantRow.Death death : table.rows().get(i).deaths()) {
                all.add(new Death(i, death));
            }
        }
        all.sort(Comparator.comparingInt((Death death) -> death.what().runs()).reversed());
        deaths.getChildren().clear();
        if (all.isEmpty()) {
            deaths.add(sentence("None so far."), 0, 0);
            return;
        }
        int most = all.getFirst().what().runs();
        for (int i = 0; i < Math.min(MOST_DEATHS, all.size()); i++) {
            Death death = all.get(i);
            Region bar = new Region();
            bar.getStyleClass().addAll("soak-bar", "soak-bar-" + death.variant() % COLOURS);
            bar.setMinSize(Math.max(3, 70.0 * death.what().runs() / most), 10);
            bar.setMaxSize(bar.getMinWidth(), 10);
            Label where = new Label(death.what().state());
            where.setMinWidth(0);
            deaths.addRow(
                    i,
                    number(Integer.toString(death.what().runs())),
                    bar,
                    number("after " + Figures.bytes(death.what().sent())),
                    where);
        }
        int others = all.stream()
                .skip(MOST_DEATHS)
                .mapToInt(death -> death.what().runs())
                .sum();
        if (others > 0) {
            deaths.add(sentence(others + " elsewhere"), 3, MOST_DEATHS);
        }
    }

    private static Region key(int index) {
        Region key = new Region();
        key.getStyleClass().addAll("soak-bar", "soak-bar-" + index % COLOURS);
        key.setMinSize(10, 10);
        key.setMaxSize(10, 10);
        return key;
    }

    private static Label number(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("bytes");
        label.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setHalignment(label, HPos.RIGHT);
        return label;
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("finding-head");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label sentence(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
