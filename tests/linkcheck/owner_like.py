"""A page of notes with the structure and the faults of a first private collection: written for the test."""

NOTES = """\
# Faces
- [A film of faces](https://www.youtube.com/watch?v=a0vAWyZXMWg&list=PLX2vGYjWbI0Q4rTRGHz9K71F4HnDUvGiF&index=2)
- [A trainer](https://zivadynamics.com/ziva-face-trainer)
- [A mesh](https://docs.snap.com/lens-studio/references/templates/face/face-mesh#guide)

# Pictures
### Inside the network (https://youtu.be/gCJCgQW_LKc)
[A paper on maps](https://arxiv.org/pdf/1311.2901.pdf): 1) run all images, 2) look at the strongest, 3) cover parts

<img width="600" alt="Screen Shot 1" src="https://user-images.githubusercontent.com/36484215/1.png">

#### [Boxes](https://arxiv.org/pdf/1506.02640.pdf)
<img width="400" alt="Screen Shot 2" src="https://user-images.githubusercontent.com/36484215/2.png">

<img width="400" alt="Screen Shot 3" src="https://user-images.githubusercontent.com/36484215/3.png">

# Words
### LSTM
<img width="400" alt="Screen Shot 4" src="https://user-images.githubusercontent.com/36484215/4.png">
- memory is a vector

### Vectors
![](/images/one.png)

## Attention
[a drawn explanation](https://jalammar.github.io/illustrated-transformer/)

[counting](https://stackoverflow.com/questions/64485777/how-is-the-number-of-parameters-be-calculated-in-bert-model)
![](/images/two.png)
![](/images/three.jpg)
![](/images/four.png)
A row of size L\\*d, and L\\*d neurons, 4*dim and 4*dim again.

> An opinion that was read somewhere (https://www.ruder.io/nlp-imagenet/)

- Trained on 3.3 Billion words
http://jalammar.github.io/illustrated-bert/
> marking an era

![](/images/five.png)
![](/images/six.png)

![](/images/seven.png)

#### One thing & [another](https://arxiv.org/pdf/1907.01470.pdf)

### 

# Both
![](/images/eight.png)
"""
FOUND = [
    *[("warning", "bare-address", 7), ("warning", "not-canonical", 8), ("warning", "foreign-image", 10), ("warning", "not-canonical", 12)],
    *[("warning", "foreign-image", 13), ("warning", "foreign-image", 15), ("warning", "foreign-image", 19), ("error", "missing-image", 23)],
    *[("error", "missing-image", 29), ("error", "missing-image", 30), ("error", "missing-image", 31), ("warning", "bare-address", 34)],
    *[("warning", "bare-address", 37), ("warning", "http-address", 37), ("error", "missing-image", 40), ("error", "missing-image", 41)],
    *[("error", "missing-image", 43), ("warning", "not-canonical", 45), ("warning", "empty-heading", 47), ("error", "missing-image", 50)],
]
