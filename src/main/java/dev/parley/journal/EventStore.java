package dev.parley.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where a journal keeps its events. Used under the journal's lock. */
interface EventStore {
    void add(Event event) throws IOException;

    /** The event at {@code index}, from 0; traffic read from a file does not know its offset. */
    Event get(int index) throws IOException;

    void close() throws IOException;

    /** Keeps nothing: the events are those of another journal, from its first on. */
    final class Shared implements EventStore {
        private final Journal recorded;

        Shared(Journal recorded) {
            this.recorded = recorded;
        }

        @Override
        public void add(Event event) {
            // It stands in the other journal.
        }

        @Override
        public Event get(int index) {
            return recorded.event(index + 1L);
        }

        @Override
        public void close() {
            // The other journal has an owner of its own.
        }
    }

    /** Keeps events as they are. */
    final class InMemory implements EventStore {
        private final List<Event> events = new ArrayList<>();

        @Override
        public void add(Event event) {
            events.add(event);
        }

        @Override
        public Event get(int index) {
            return events.get(index);
        }

        @Override
        public void close() {}
    }
}
