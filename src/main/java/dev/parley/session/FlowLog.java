package dev.parley.session;

import dev.parley.journal.ByteIndex;
import dev.parley.journal.Direction;
import dev.parley.journal.LongColumn;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** The link's byte counters after every traffic event, twelve bytes each. One owner adds; pictures may be read from any thread. */
final class FlowLog {
    private final LongColumn times = new LongColumn();
    private final ByteIndex bytes = new ByteIndex();

    void add(long nanos, Direction direction, int length) {
        bytes.add(direction, length);
        times.add(nanos);
    }

    List<Snapshot.FlowPoint> picture() {
        return new Picture(times.size(), bytes.total(Direction.TX), bytes.total(Direction.RX));
    }

    private final class Picture extends AbstractList<Snapshot.FlowPoint> implements RandomAccess {
        private final int size;
        private final long tx;
        private final long rx;

        Picture(int size, long tx, long rx) {
            this.size = size;
            this.tx = tx;
            this.rx = rx;
        }

        @Override
        public Snapshot.FlowPoint get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index + " of " + size);
            }
            return index == size - 1
                    ? new Snapshot.FlowPoint(times.get(index), tx, rx)
                    : new Snapshot.FlowPoint(
                            times.get(index),
                            bytes.before(Direction.TX, index + 1),
                            bytes.before(Direction.RX, index + 1));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
