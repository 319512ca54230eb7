package dev.parley.ui.help;

import dev.parley.ui.help.HelpBook.Place;
import dev.parley.ui.help.Markdown.Block;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The documentation beside the panels, opened at what the operator is looking at. Made and used on the JavaFX thread. */
public final class HelpPane extends VBox {
    private static final double WIDTH = 380;

    private final HelpBook book;
    private final ChoiceBox<String> pages = new ChoiceBox<>();
    private final Button back = button("help-back", Feather.ARROW_LEFT, "Back to the page before");
    private final VBox content = new VBox();
    private final ScrollPane scroll = new ScrollPane(content);
    private final Deque<Place> visited = new ArrayDeque<>();
    private final Map<String, Node> sections = new HashMap<>();
    private Place shown = new Place("", "");
    private @Nullable Node before;
    private boolean turning;
    /** The place is kept at the top while the page gets its size, until the reader scrolls. */
    private boolean keptInPlace;

    /** A pane that is shut, on {@code book}. */
    public HelpPane(HelpBook book) {
        this.book = book;
        setId("help");
        getStyleClass().addAll("panel", "help");
        setPrefWidth(WIDTH);
        setMinWidth(WIDTH);
        setMaxWidth(WIDTH);
        Label title = new Label("HELP");
        title.getStyleClass().add("panel-title");
        title.setMinWidth(USE_PREF_SIZE);
        pages.setId("help-pages");
        pages.setAccessibleText("Page of the documentation");
        pages.getStyleClass().add("header-choice");
        pages.getItems().setAll(HelpBook.PAGES);
        pages.setMaxWidth(Double.MAX_VALUE);
        pages.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable String page) {
                return page == null ? "" : book.title(page);
            }

            @Override
            public String fromString(String text) {
                throw new UnsupportedOperationException("a page is chosen, not typed");
            }
        });
        pages.valueProperty().subscribe(page -> {
            if (page != null && !turning) {
                turn(new Place(page, ""), true);
            }
        });
        HBox.setHgrow(pages, Priority.ALWAYS);
        Button close = button("help-close", Feather.X, "Close the help (Esc)");
        back.setOnAction(event -> {
            if (!visited.isEmpty()) {
                turn(visited.pop(), false);
            }
        });
        close.setOnAction(event -> shut());
        HBox header = new HBox(6, title, pages, back, close);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        content.getStyleClass().add("help-page");
        scroll.setId("help-text");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText("Help. The arrow keys scroll it");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        content.heightProperty().subscribe(this::keepInPlace);
        scroll.viewportBoundsProperty().subscribe(this::keepInPlace);
        scroll.addEventFilter(ScrollEvent.SCROLL, event -> keptInPlace = false);
        scroll.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> keptInPlace = false);
        scroll.addEventFilter(KeyEvent.KEY_PRESSED, event -> keptInPlace = false);
        getChildren().addAll(header, scroll);
        setVisible(false);
        setManaged(false);
    }

    private static Button button(String id, Feather icon, String what) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "header-button");
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(what);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    public boolean isOpen() {
        return isVisible();
    }

    /** Opens the page about the window at the section of a panel, for example {@code handshake}. */
    public void open(String panel) {
        if (!isVisible()) {
            before = getScene() == null ? null : getScene().getFocusOwner();
        }
        setVisible(true);
        setManaged(true);
        turn(new Place(HelpBook.WINDOW, panel), true);
        scroll.requestFocus();
    }

    /** Closes and gives the focus back. */
    public void shut() {
        setVisible(false);
        setManaged(false);
        if (before != null && before.getScene() != null) {
            before.requestFocus();
        }
        before = null;
    }

    private void turn(Place to, boolean remember) {
        if (remember && !shown.page().isEmpty() && !shown.equals(to)) {
            visited.push(shown);
        }
        if (!shown.page().equals(to.page()) || content.getChildren().isEmpty()) {
            content.getChildren().clear();
            sections.clear();
            book.page(to.page())
                    .ifPresentOrElse(
                            blocks -> blocks.forEach(block -> show(block, to.page())),
                            () -> content.getChildren()
                                    .add(new Label("This build of Parley does not carry its documentation.")));
        }
        shown = to;
        turning = true;
        pages.setValue(to.page());
        turning = false;
        back.setDisable(visited.isEmpty());
        keptInPlace = true;
        keepInPlace();
    }

    private void keepInPlace() {
        if (!keptInPlace) {
            return;
        }
        Node heading = sections.get(shown.section());
        double hidden = content.getHeight() - scroll.getViewportBounds().getHeight();
        double at = heading == null ? 0 : heading.getBoundsInParent().getMinY();
        scroll.setVvalue(hidden <= 0 ? 0 : Math.min(1, at / hidden));
    }

    private void show(Block block, String page) {
        content.getChildren()
                .add(
                        switch (block) {
                            case Markdown.Heading heading -> heading(heading);
                            case Markdown.Paragraph paragraph -> flow(paragraph.spans(), page);
                            case Markdown.Item item -> item(item, page);
                            case Markdown.Code code -> code(code.text());
                            case Markdown.Table table -> table(table, page);
                        });
    }

    private Node heading(Markdown.Heading heading) {
        Label label = new Label(heading.text());
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("help-heading-" + Math.min(3, heading.level()));
        sections.putIfAbsent(HelpBook.anchor(heading.text()), label);
        return label;
    }

    private Node item(Markdown.Item item, String page) {
        Label sign = new Label(item.sign());
        sign.setMinWidth(16);
        TextFlow words = flow(item.spans(), page);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(4, sign, words);
        row.setStyle("-fx-padding: 0 0 0 " + 14 * item.depth() + "px;");
        return row;
    }

    private static Node code(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().addAll("help-code", "bytes");
        return label;
    }

    /** A narrow pane has no room for columns: a row is its first cell with the others under it. */
    private Node table(Markdown.Table table, String page) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("help-table");
        for (int i = 1; i < table.rows().size(); i++) {
            List<List<Markdown.Span>> cells = table.rows().get(i);
            VBox row = new VBox();
            row.getStyleClass().add("help-row");
            for (int k = 0; k < cells.size(); k++) {
                TextFlow cell = flow(cells.get(k), page);
                if (k == 0) {
                    cell.getStyleClass().add("help-row-name");
                }
                row.getChildren().add(cell);
            }
            GridPane.setHgrow(row, Priority.ALWAYS);
            grid.addRow(grid.getRowCount(), row);
        }
        return grid;
    }

    private TextFlow flow(List<Markdown.Span> spans, String page) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().add("help-words");
        for (Markdown.Span span : spans) {
            flow.getChildren().add(node(span, page));
        }
        return flow;
    }

    private Node node(Markdown.Span span, String page) {
        if (span.kind() == Markdown.Span.Kind.LINK) {
            return HelpBook.place(span.target(), page)
                    .<Node>map(place -> {
                        Hyperlink link = new Hyperlink(span.text());
                        link.setMnemonicParsing(false);
                        link.setOnAction(event -> turn(place, true));
                        return link;
                    })
                    .orElseGet(() -> new Text(span.text()));
        }
        Text text = new Text(span.text());
        switch (span.kind()) {
            case BOLD -> text.getStyleClass().add("help-bold");
            case CODE -> text.getStyleClass().addAll("help-inline-code", "bytes");
            default -> {}
        }
        return text;
    }
}
