package block

// components numbers the nodes so that those have the same number that can be reached from each other, by Tarjan's algorithm without
// recursion. The numbers hold until it is asked again. A step out of a group that has one option only lies on a circle if its ends have the same number.
func (c *circles) components(class int) []int32 {
	type visit struct{ node, next int32 }
	at := c.classes[class]
	component, index, low := c.component, c.index, c.low
	for _, of := range [][]int32{component, index, low} {
		clear(of)
	}
	var path []visit
	var open []int32
	count := int32(0)
	for start := range int32(c.nodes) {
		if index[start] > 0 || at.first[start] == at.first[start+1] {
			continue
		}
		path = append(path, visit{start, at.first[start]})
		for len(path) > 0 {
			top := &path[len(path)-1]
			node := top.node
			if index[node] == 0 {
				count++
				index[node], low[node] = count, count
				open = append(open, node)
			}
			if top.next < at.first[node+1] {
				step := at.ends[top.next]
				top.next++
				switch {
				case !c.gives[step.side][step.strand]:
				case index[step.to] == 0:
					path = append(path, visit{step.to, at.first[step.to]})
				case component[step.to] == 0:
					low[node] = min(low[node], index[step.to])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				above := path[len(path)-1].node
				low[above] = min(low[above], low[node])
			}
			if low[node] == index[node] {
				for closed := int32(-1); closed != node; {
					closed = open[len(open)-1]
					open = open[:len(open)-1]
					component[closed] = index[node]
				}
			}
		}
	}
	return component
}
